using System.Globalization;
using System.Text;
using System.Text.Json;
using RawSocketServer;
using SideBySide.Measure.Cost;

namespace SideBySide.Cli;

/// <summary>The cost as text, Markdown or JSON.</summary>
/// <param name="Exchanges">The number of exchanges behind each average.</param>
/// <param name="Entries">One entry for each server.</param>
/// <param name="Recorded">The date of the measurement.</param>
/// <param name="Doors">One entry for each door of the chat room.</param>
internal sealed record CostReport(int Exchanges, IReadOnlyList<CostRow> Entries, DateOnly Recorded, IReadOnlyList<DoorCost> Doors) : IReport
{
    private const int Right = 78;
    private const int NameWidth = 18;
    private const int DoorWidth = 24;
    private const double Usual = 0.5; // at least every second exchange makes the call; rarer calls are housekeeping

    private static readonly int[] s_widths = [8, 9, 10, 14, 11, 8];
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
        Row(text, CostTexts.Server.ToString(), Headings, NameWidth, s_widths, style.Quiet);
        foreach (var entry in Entries)
            Row(text, entry.Server, [.. Bytes(entry), Number(Sum(entry)), .. Costs(entry)], NameWidth, s_widths, style.Strong);
        foreach (var paragraph in Entries.Where(_ => HasCalls).Select(entry => CostTexts.Calls(entry.Server, Names(entry)).ToString()).Append(Key))
            Paragraph(text, paragraph, style);
        _ = text.Append("\n  ").Append(style.Strong(CostTexts.DoorsTitle.ToString())).Append("\n\n");
        Row(text, CostTexts.Door.ToString(), DoorHeadings, DoorWidth, s_doorWidths, style.Quiet);
        foreach (var door in Doors)
            Row(text, CostTexts.DoorName(door.Door).ToString(), Bytes(door), DoorWidth, s_doorWidths, style.Strong);
        Paragraph(text, CostTexts.DoorsKey.ToString(), style);
        return text.ToString();
    }

    /// <summary>A table for a Markdown document in the folder <c>docs</c>, with an explanation of its columns.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Line(text, [CostTexts.Server.ToString(), .. Headings]);
        Line(text, ["---", .. Headings.Select(_ => "---:")]);
        foreach (var entry in Entries)
            Line(text, [$"[{entry.Server}](../{entry.Server})", .. Bytes(entry), HasCalls ? $"{Number(Sum(entry))} ({Names(entry)})" : "–", .. Costs(entry)]);
        _ = text.Append('\n').Append(Key).Append("\n\n");
        Line(text, [CostTexts.Door.ToString(), .. DoorHeadings]);
        Line(text, ["---", .. DoorHeadings.Select(_ => "---:")]);
        foreach (var door in Doors)
            Line(text, [CostTexts.DoorName(door.Door).ToString(), .. Bytes(door)]);
        return text.Append('\n').Append(CostTexts.DoorsKey).Append('\n').ToString();
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

    private static void Paragraph(StringBuilder text, string paragraph, AnsiStyle style)
    {
        _ = text.Append('\n');
        foreach (var line in TerminalText.Wrap(paragraph, Right - 2))
            _ = text.Append("  ").Append(style.Quiet(line)).Append('\n');
    }

    private static void Row(StringBuilder text, string name, string[] cells, int nameWidth, int[] widths, Func<string, string> paint)
    {
        _ = text.Append("  ").Append(paint(TerminalText.Pad(name, nameWidth)));
        foreach (var (cell, width) in cells.Zip(widths))
            _ = text.Append(TerminalText.PadLeft(cell, width));
        _ = text.Append('\n');
    }

    private static void Line(StringBuilder text, string[] cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
