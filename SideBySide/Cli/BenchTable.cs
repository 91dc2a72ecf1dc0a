using System.Globalization;
using System.Text;
using SideBySide.Language;
using SideBySide.Measure.Load;

namespace SideBySide.Cli;

/// <summary>A comparison as a table for a terminal, with its conclusions.</summary>
internal static class BenchTable
{
    private const int NameWidth = 24;
    private const int ColumnWidth = 11;

    public static string Of(IReadOnlyList<BenchRow> rows)
    {
        var text = new StringBuilder();
        Line(text, "", LoadTexts.Columns.ToString().Split('\t'));
        foreach (var workload in rows.GroupBy(row => row.Case.Workload))
        {
            _ = text.Append(LoadTexts.Name(workload.Key)).Append('\n');
            foreach (var row in workload)
                Line(text, "  " + row.Case.Server, Cells(row));
        }

        _ = text.Append('\n').Append(LoadTexts.Legend).Append('\n').Append(Pinning.IsPossible ? LoadTexts.Pinned : LoadTexts.Shared).Append("\n\n");
        _ = text.AppendJoin('\n', Conclusions(rows)).Append('\n');
        return text.ToString();
    }

    /// <summary>Compares HandRolledHttp with MinimalHttpServer; draws no conclusion if the rounds disagree.</summary>
    private static IEnumerable<LocalizedText> Conclusions(IReadOnlyList<BenchRow> rows)
    {
        if (!rows.All(row => row.IsSteady))
            return [LoadTexts.Noisy];
        return
            from ours in rows.Where(row => row.Case.Server == "HandRolledHttp")
            let theirs = rows.First(row => row.Case == ours.Case with { Server = "MinimalHttpServer" })
            select LoadTexts.Ratio(ours.Case.Workload, ours.RequestsPerSecond / theirs.RequestsPerSecond);
    }

    private static string[] Cells(BenchRow row) =>
    [
        row.RequestsPerSecond.ToString("N0", CultureInfo.InvariantCulture),
        (row.P50 / 1000).ToString("F2", CultureInfo.InvariantCulture),
        (row.P99 / 1000).ToString("F2", CultureInfo.InvariantCulture),
        row.ServerCpuMicroseconds?.ToString("F2", CultureInfo.InvariantCulture) ?? "–",
        row.Spread.ToString("P0", CultureInfo.InvariantCulture),
    ];

    private static void Line(StringBuilder text, string name, string[] cells)
    {
        _ = text.Append(name).Append(' ', Math.Max(1, NameWidth - TerminalText.Width(name)));
        foreach (var cell in cells)
            _ = text.Append(' ', Math.Max(1, ColumnWidth - TerminalText.Width(cell))).Append(cell);
        _ = text.Append('\n');
    }
}
