using System.CommandLine;
using RawSocketServer.Hosting;
using SideBySide.Experiments;
using SideBySide.Language;
using SideBySide.Measure.Steps;
using SideBySide.Servers;

namespace SideBySide.Cli;

/// <summary><c>steps</c>: the steps from a socket to HTTP, measured.</summary>
internal static class StepsCommand
{
    public static Command Create()
    {
        var output = new OutputFormat();
        var sourcesOnly = new Option<bool>("--sources-only")
        {
            Description = new LocalizedText("Do not run the experiments, which take half a minute.", "不运行实验（实验约需半分钟）。").ToString(),
        };
        var from = new Option<string?>("--from") { HelpName = "FILE", Description = Texts.RecordFromOption.ToString() };
        var command = new Command("steps", new LocalizedText(
            "Shows the way from a socket to HTTP: what each step adds, what still breaks it, and the size of its code.",
            "展示从套接字走向 HTTP 的步骤：每一步新增了什么、仍会错在哪里、要写多少代码。").ToString())
        {
            output.Markdown, output.Json, sourcesOnly, from,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            output.Check(parsed);
            output.Write(parsed, parsed.GetValue(sourcesOnly) ? new StepsReport(MeasuredSteps.All)
                : parsed.GetValue(from) is { } file ? StepsReport.Of(RecordFile.Read(file))
                : await RunAsync(parsed.Invocation(), cancel));
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<StepsReport> RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        await using var own = await FreePortServers.OpenAsync(cancellation);
        TargetServer[] servers = [.. TargetServer.All(own).Where(target => target.Id != ServerDefinitions.Raw.Id)];
        var matrix = await ProgressDisplay.RunAsync(invocation, ExperimentLookup.Catalogue().All, servers, cancellation);
        return new StepsReport(MeasuredSteps.All, matrix.Scores, FeatureCount.In(matrix));
    }
}
