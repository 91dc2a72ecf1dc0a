using System.CommandLine;
using RawSocketServer;
using SideBySide.Experiments;
using SideBySide.Rooms;
using SideBySide.Staircase;
using SideBySide.Terminal;

namespace SideBySide.Commands;

/// <summary><c>staircase</c>: the climb from a socket to HTTP, measured.</summary>
internal static class StaircaseCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var markdown = new Option<bool>("--markdown")
        {
            Description = new Bilingual("As a Markdown table.", "输出为 Markdown 表格。").ToString(),
        };
        var json = new Option<bool>("--json")
        {
            Description = new Bilingual("For programs, in both languages, with every file.", "供程序读取，含两种语言和每个文件。").ToString(),
        };
        var sourcesOnly = new Option<bool>("--sources-only")
        {
            Description = new Bilingual("Leave out the experiments, which take half a minute.", "不运行实验（实验约需半分钟）。").ToString(),
        };
        var command = new Command("staircase", new Bilingual(
            "Shows the climb from a socket to HTTP: what each step adds, what still breaks it, and what it costs in code.",
            "展示从套接字走向 HTTP 的阶梯：每一级新增了什么、仍会错在哪里、要写多少代码。").ToString())
        {
            markdown, json, sourcesOnly,
        };
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(markdown) && parsed.GetValue(json))
                throw new StartupException(Sentences.Say("Choose one of --markdown and --json.", "--markdown 与 --json 只能选一个。"));
            using var stop = new StopRequest();
            var report = new StaircaseReport(StaircaseSteps.All, parsed.GetValue(sourcesOnly) ? null : await SurvivalAsync(stop.Token));
            parsed.InvocationConfiguration.Output.Write(
                parsed.GetValue(markdown) ? report.ToMarkdown()
                : parsed.GetValue(json) ? report.ToJson()
                : report.ToText(Palette.OfConsole()));
            return 0;
        });
        return command;
    }

    // The experiments that have a right and a wrong for an HTTP server, on the servers that claim to be one.
    private static async Task<Func<string, Survival?>> SurvivalAsync(CancellationToken cancellation)
    {
        var judged = ExperimentChoice.Catalogue().All.Where(experiment => experiment.Correct.Count > 0).ToArray();
        await using var house = await FreeHouse.OpenAsync(cancellation);
        return Survival.In(await ShownProgress.RunAsync(judged, [.. Target.All(house).Where(target => target.Id != RoomPlan.Raw.Id)], cancellation));
    }
}
