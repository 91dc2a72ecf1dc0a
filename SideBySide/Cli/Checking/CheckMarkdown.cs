using System.Globalization;
using System.Text;
using SideBySide.Checks;

namespace SideBySide.Cli.Checking;

/// <summary>A report as Markdown, for the summary of a CI job.</summary>
internal static class CheckMarkdown
{
    public static string Of(CheckReport report, string target)
    {
        var text = new StringBuilder();
        _ = text.Append(CultureInfo.InvariantCulture, $"## check: {Cell(target)}\n\n{CheckWords.Summary(report)}\n\n");
        if (report.First is null)
            _ = text.Append(CultureInfo.InvariantCulture, $"{CheckWords.Nothing}\n\n");
        var wrong = report.Results.Where(result => result.Outcome is CheckOutcome.Failed or CheckOutcome.Known or CheckOutcome.Advice).ToArray();
        if (wrong.Length == 0)
            return text.ToString();
        _ = text.Append(CultureInfo.InvariantCulture, $"| | check | {CheckWords.Rule} | {CheckWords.Mistake} | {CheckWords.Cure} |\n")
            .Append("| --- | --- | --- | --- | --- |\n");
        foreach (var result in wrong)
        {
            var item = result.Item;
            string[] cells = [$"{item.Title} ({item.Id})", item.Rule, result.Explanation.ToString(), item.Cure.ToString()];
            _ = text.Append(CultureInfo.InvariantCulture, $"| {CheckWords.Mark(result.Outcome)} | ").AppendJoin(" | ", cells.Select(Cell)).Append(" |\n");
        }

        foreach (var result in wrong.Where(result => result.Outcome == CheckOutcome.Failed))
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"\n<details><summary>{Cell(result.Item.Title.ToString())}</summary>\n\n");
            foreach (var (mark, line) in CheckExchange.Lines(result))
                _ = text.Append(CultureInfo.InvariantCulture, $"    {mark} {line}\n"); // an indented block contains no markup
            _ = text.Append("\n</details>\n");
        }

        return text.ToString();
    }

    // Escapes all markup in a cell.
    private static string Cell(string text) => text.ReplaceLineEndings(" ")
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("|", "&#124;", StringComparison.Ordinal)
        .Replace("*", "&#42;", StringComparison.Ordinal)
        .Replace("_", "&#95;", StringComparison.Ordinal)
        .Replace("`", "&#96;", StringComparison.Ordinal)
        .Replace("[", "&#91;", StringComparison.Ordinal)
        .Replace("\\", "&#92;", StringComparison.Ordinal);
}
