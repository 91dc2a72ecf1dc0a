using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RawSocketServer;
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

/// <summary>The cost as text, Markdown or JSON.</summary>
/// <param name="Exchanges">The number of exchanges behind each average.</param>
/// <param name="Entries">One entry for each server.</param>
/// <param name="Recorded">The date of the measurement.</param>
/// <param name="Doors">One entry for each door of the chat room.</param>
internal sealed record CostReport(int Exchanges, IReadOnlyList<CostRow> Entries, DateOnly Recorded, IReadOnlyList<DoorCost> Doors) : IReport
{
    private const int NameWidth = 18;
    private const int DoorWidth = 24;
    private const double Usual = 0.5; // at least every second exchange makes the call; rarer calls are housekeeping

    private static readonly int[] s_widths = [8, 9, 10, 13, 11, 9];
    private static readonly int[] s_doorWidths = [10, 10, 11, 11, 12];

    private bool HasCalls => Entries.All(entry => entry.SystemCalls is not null);

    /// <summary>Reads the output of <see cref="ToJson"/>.</summary>
    /// <exception cref="StartupException">The file cannot be read or has another format.</exception>
    public static CostReport Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<CostReport>(File.ReadAllText(file), JsonSerializerOptions.Web) is { Entries.Count: > 0, Doors: not null } report ? report : throw new JsonException();
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException(CostTexts.NotCosts(file).ToString(), e);
        }
    }

    /// <summary>The report in 80 columns.</summary>
    public string ToText(AnsiStyle style)
    {
        var text = new StringBuilder().Append("  ").Append(style.Strong(CostTexts.Title.ToString())).Append("\n\n");
        void Row(string name, int nameWidth, string[] cells, int[] widths, Func<string, string> paint) =>
            text.Append("  ").Append(TerminalText.Row(name, nameWidth, cells, widths, paint));
        Row(CostTexts.Server.ToString(), NameWidth, Headings, s_widths, style.Quiet);
        foreach (var entry in Entries)
            Row(entry.Server, NameWidth, [.. Bytes(entry), Number(Sum(entry)), .. Costs(entry)], s_widths, style.Strong);
        foreach (var paragraph in Entries.Where(_ => HasCalls).Select(entry => CostTexts.Calls(entry.Server, Names(entry)).ToString()).Append(Key))
            _ = text.Append('\n').Append(TerminalText.Paragraph(paragraph, paint: style.Quiet));
        _ = text.Append("\n  ").Append(style.Strong(CostTexts.DoorsTitle.ToString())).Append("\n\n");
        Row(CostTexts.Door.ToString(), DoorWidth, DoorHeadings, s_doorWidths, style.Quiet);
        foreach (var door in Doors)
            Row(CostTexts.DoorName(door.Door).ToString(), DoorWidth, Bytes(door), s_doorWidths, style.Strong);
        return text.Append('\n').Append(TerminalText.Paragraph(CostTexts.DoorsKey.ToString(), paint: style.Quiet)).ToString();
    }

    /// <summary>A table for a Markdown document in the folder <c>docs</c>, with an explanation of its columns.</summary>
    public string ToMarkdown()
    {
        var servers = MarkdownTable.Of([CostTexts.Server.ToString(), .. Headings], 1, Entries.Select(entry =>
            (string[])[$"[{entry.Server}](../{entry.Server})", .. Bytes(entry), HasCalls ? $"{Number(Sum(entry))} ({Names(entry)})" : "–", .. Costs(entry)]));
        var doors = MarkdownTable.Of([CostTexts.Door.ToString(), .. DoorHeadings], 1, Doors.Select(door =>
            (string[])[CostTexts.DoorName(door.Door).ToString(), .. Bytes(door)]));
        return $"{servers}\n{Key}\n\n{doors}\n{CostTexts.DoorsKey}\n";
    }

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonOutput.Of(this) + "\n";

    private static string[] Headings => CostTexts.Columns.ToString().Split('\t');

    private static string[] DoorHeadings => CostTexts.DoorColumns.ToString().Split('\t');

    private string Key => CostTexts.Key(Exchanges) + (HasCalls ? "" : $" {CostTexts.NotCounted}");

    private static string[] Bytes(CostRow entry) => [$"{entry.PayloadBytes}", $"{entry.RequestProtocolBytes}", $"{entry.ResponseProtocolBytes}"];

    private static string[] Bytes(DoorCost door) =>
        [.. new[] { door.SaySent, door.SayReceived, door.ToldSent, door.ToldReceived, door.SilentMinute }.Select(bytes => bytes.ToString("N0", CultureInfo.InvariantCulture))];

    private static string[] Costs(CostRow entry) => [entry.AllocatedBytes.ToString("N0", CultureInfo.InvariantCulture), Number(entry.CpuMicroseconds)];

    private static double? Sum(CostRow entry) => entry.SystemCalls?.Values.Sum();

    private static string Names(CostRow entry) => string.Join(", ", entry.SystemCalls!
        .Where(call => call.Value >= Usual).OrderByDescending(call => Math.Round(call.Value)).ThenBy(call => call.Key, StringComparer.Ordinal).Select(call => $"{call.Key} {Number(call.Value)}"));

    private static string Number(double? number) => number?.ToString("F1", CultureInfo.InvariantCulture) ?? "–";
}
