using System.CommandLine;
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
        var output = new ReportOutput();
        var sourcesOnly = new Option<bool>("--sources-only")
        {
            Description = new Bilingual("Leave out the experiments, which take half a minute.", "不运行实验（实验约需半分钟）。").ToString(),
        };
        var command = new Command("staircase", new Bilingual(
            "Shows the climb from a socket to HTTP: what each step adds, what still breaks it, and what it costs in code.",
            "展示从套接字走向 HTTP 的阶梯：每一级新增了什么、仍会错在哪里、要写多少代码。").ToString())
        {
            output.Markdown, output.Json, sourcesOnly,
        };
        command.SetAction(async (parsed, _) =>
        {
            output.Check(parsed);
            using var stop = new StopRequest();
            output.Write(parsed, new StaircaseReport(StaircaseSteps.All, parsed.GetValue(sourcesOnly) ? null : await VerdictsAsync(stop.Token)));
            return 0;
        });
        return command;
    }

    // The experiments that have a right and a wrong for an HTTP server, on the servers that claim to be one.
    private static async Task<Func<string, VerdictCounts?>> VerdictsAsync(CancellationToken cancellation)
    {
        var judged = ExperimentChoice.Catalogue().All.Where(experiment => experiment.Verdicts is not null).ToArray();
        await using var house = await FreeHouse.OpenAsync(cancellation);
        return StepVerdicts.In(await ShownProgress.RunAsync(judged, [.. Target.All(house).Where(target => target.Id != RoomPlan.Raw.Id)], cancellation));
    }
}
