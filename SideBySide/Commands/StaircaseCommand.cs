using System.CommandLine;
using RawSocketServer.Hosting;
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
        var from = new Option<string?>("--from") { HelpName = "FILE", Description = Texts.RecordFromOption.ToString() };
        var command = new Command("staircase", new Bilingual(
            "Shows the climb from a socket to HTTP: what each step adds, what still breaks it, and what it costs in code.",
            "展示从套接字走向 HTTP 的阶梯：每一级新增了什么、仍会错在哪里、要写多少代码。").ToString())
        {
            output.Markdown, output.Json, sourcesOnly, from,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            output.Check(parsed);
            output.Write(parsed, parsed.GetValue(sourcesOnly) ? new StaircaseReport(StaircaseSteps.All)
                : parsed.GetValue(from) is { } file ? StaircaseReport.Of(RecordFile.Read(file))
                : await RunAsync(parsed.Invocation(), cancel));
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<StaircaseReport> RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        await using var house = await FreeHouse.OpenAsync(cancellation);
        Target[] servers = [.. Target.All(house).Where(target => target.Id != RoomPlan.Raw.Id)];
        var matrix = await ShownProgress.RunAsync(invocation, ExperimentChoice.Catalogue().All, servers, cancellation);
        return new StaircaseReport(StaircaseSteps.All, matrix.Scores, FeatureCount.In(matrix));
    }
}
