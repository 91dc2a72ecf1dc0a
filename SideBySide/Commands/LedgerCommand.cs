using System.CommandLine;
using RawSocketServer;
using SideBySide.Ledger;
using SideBySide.Terminal;

namespace SideBySide.Commands;

/// <summary><c>ledger</c>: what one exchange of the same message costs on each server.</summary>
internal static class LedgerCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var exchanges = new Option<int>("--exchanges") { HelpName = "N", DefaultValueFactory = _ => CostLedger.DefaultExchanges, Description = LedgerTexts.ExchangesOption.ToString() };
        var markdown = new Option<bool>("--markdown") { Description = Texts.MarkdownOption.ToString() };
        var json = JsonOutput.Option();
        var from = new Option<string?>("--from") { HelpName = "FILE", Description = LedgerTexts.FromOption.ToString() };
        var command = new Command("ledger", LedgerTexts.About.ToString()) { exchanges, markdown, json, from };
        command.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(markdown) && parsed.GetValue(json))
                throw new StartupException(LedgerTexts.OneFormat.ToString());
            var report = parsed.GetValue(from) is { } file ? LedgerReport.Read(file) : await MeasureAsync(parsed.GetValue(exchanges), cancel);
            parsed.InvocationConfiguration.Output.Write(
                parsed.GetValue(markdown) ? report.ToMarkdown()
                : parsed.GetValue(json) ? report.ToJson()
                : report.ToText(Palette.OfConsole()));
            return 0;
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
