using System.CommandLine;
using RawSocketServer.Hosting;
using SideBySide.Measure.Cost;

namespace SideBySide.Cli;

/// <summary><c>cost</c>: the cost of one exchange of the same message on each server.</summary>
internal static class CostCommand
{
    public static Command Create()
    {
        var exchanges = new Option<int>("--exchanges") { HelpName = "N", DefaultValueFactory = _ => CostMeasurement.DefaultExchanges, Description = CostTexts.ExchangesOption.ToString() };
        var output = new OutputFormat();
        var from = new Option<string?>("--from") { HelpName = "FILE", Description = CostTexts.FromOption.ToString() };
        var command = new Command("cost", CostTexts.About.ToString()) { exchanges, output.Markdown, output.Json, from };
        command.SetAction(async (parsed, cancel) =>
        {
            output.Check(parsed);
            output.Write(parsed, parsed.GetValue(from) is { } file ? CostReport.Read(file) : await MeasureAsync(parsed.GetValue(exchanges), cancel));
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<CostReport> MeasureAsync(int exchanges, CancellationToken cancel)
    {
        var measurement = new CostMeasurement(exchanges, TimeProvider.System);
        measurement.Validate();
        var servers = await measurement.RunAsync(cancel);
        return new CostReport(exchanges, servers, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), await DoorMeasurement.RunAsync(cancel));
    }
}
