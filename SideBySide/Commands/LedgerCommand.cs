using System.CommandLine;
using RawSocketServer.Hosting;
using SideBySide.Ledger;

namespace SideBySide.Commands;

/// <summary><c>ledger</c>: what one exchange of the same message costs on each server.</summary>
internal static class LedgerCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var exchanges = new Option<int>("--exchanges") { HelpName = "N", DefaultValueFactory = _ => CostLedger.DefaultExchanges, Description = LedgerTexts.ExchangesOption.ToString() };
        var output = new ReportOutput();
        var from = new Option<string?>("--from") { HelpName = "FILE", Description = LedgerTexts.FromOption.ToString() };
        var command = new Command("ledger", LedgerTexts.About.ToString()) { exchanges, output.Markdown, output.Json, from };
        command.SetAction(async (parsed, cancel) =>
        {
            output.Check(parsed);
            output.Write(parsed, parsed.GetValue(from) is { } file ? LedgerReport.Read(file) : await MeasureAsync(parsed.GetValue(exchanges), cancel));
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<LedgerReport> MeasureAsync(int exchanges, CancellationToken cancel)
    {
        var ledger = new CostLedger(exchanges, TimeProvider.System);
        ledger.Validate();
        return new LedgerReport(exchanges, await ledger.RunAsync(cancel));
    }
}
