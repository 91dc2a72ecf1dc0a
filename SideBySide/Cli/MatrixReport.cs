using System.Globalization;
using System.Net;
using System.Text;
using SideBySide.Experiments;
using SideBySide.Language;
using SideBySide.Servers;
using Spectre.Console;

namespace SideBySide.Cli;

/// <summary>The matrix as text for a terminal, as Markdown or as a page.</summary>
internal static class MatrixReport
{
    private const int NarrowCell = 5;

    /// <summary>Writes a table to a terminal; a narrow terminal gets shorter words.</summary>
    public static void Write(IAnsiConsole screen, Matrix matrix)
    {
        var isNarrow = Width(matrix, Marked) > screen.Profile.Width;
        Func<Observation, string> words = isNarrow ? Short : Marked;
        var table = new Table().Border(TableBorder.None).AddColumn(Column(""));
        foreach (var target in matrix.Targets)
            _ = table.AddColumn(Column(isNarrow ? ShortId(target.Id) : target.Id));
        foreach (var group in matrix.Experiments.GroupBy(experiment => experiment.Group))
        {
            _ = table.AddRow("").AddRow($"[bold]{Markup.Escape(group.Key.Title.ToString())}[/]");
            foreach (var experiment in group)
                _ = table.AddRow([Markup.Escape(experiment.Id), .. matrix.Targets.Select(target => Painted(matrix[experiment, target], words))]);
        }

        _ = table.AddRow("");
        foreach (var verdict in VerdictText.Counted)
            _ = table.AddRow([$"[bold]{Markup.Escape(Total(verdict))}[/]", .. matrix.Targets.Select(target => Score(matrix, target, verdict))]);
        screen.Write(table);
        screen.WriteLine();
        screen.MarkupLine($"[dim]{Markup.Escape((isNarrow ? Texts.MatrixNarrow : Texts.MatrixKey).ToString())}[/]");
        foreach (var cell in matrix.Unexpected)
        {
            var expected = cell.Experiment.Expect[cell.Target.Id].Pattern.ToString();
            screen.MarkupLine($"[yellow]{Markup.Escape(Texts.Unexpected(cell.Experiment.Id, cell.Target.Name, cell.Summary, expected).ToString())}[/]");
        }
    }

    // "step1" becomes "s1": two columns are enough.
    private static string ShortId(string id)
    {
        var text = id.Replace("step", "s", StringComparison.Ordinal);
        return text[..Math.Min(NarrowCell, text.Length)];
    }

    /// <summary>A Markdown table for each group, with the recorded experiments of the catalogue.</summary>
    public static string Markdown(MatrixRecord record, IReadOnlyList<Experiment> experiments)
    {
        var text = new StringBuilder();
        var servers = record.Servers.Select(server => server.Id).ToArray();
        foreach (var group in experiments.Where(experiment => record.Experiments.ContainsKey(experiment.Id)).GroupBy(experiment => experiment.Group))
        {
            string[] headings = [group.Key.Title.ToString(), .. servers];
            _ = text.Append(MarkdownTable.Of(headings, headings.Length, group.Select(experiment =>
                servers.Select(id => record.Experiments[experiment.Id][id].Text).Prepend(experiment.Title.ToString())))).Append('\n');
        }

        return text.Append(MarkdownTable.Of([Texts.VerdictsCounted.ToString(), .. servers], servers.Length + 1, VerdictText.Counted.Select(verdict =>
            record.Servers.Select(server => Number(VerdictText.Count(server.Verdicts, verdict))).Prepend(Total(verdict))))).ToString();
    }

    /// <summary>A self-contained page.</summary>
    public static string Html(Matrix matrix)
    {
        var text = new StringBuilder();
        _ = text.Append(CultureInfo.InvariantCulture, $$"""
            <!doctype html>
            <html lang="{{Texts.Lang}}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{Escape(Texts.Title.ToString())}}</title>
            <style>body{font:14px/1.5 system-ui,sans-serif;margin:2em;color-scheme:light dark}table{border-collapse:collapse}th,td{padding:.2em .6em;text-align:left;border-bottom:1px solid #8884}
            td{font-family:ui-monospace,monospace}.allowed{color:light-dark(#1a7f37,#3fb950)}.discouraged{color:light-dark(#8a6100,#e3b341)}.forbidden{color:light-dark(#b42318,#ff7b72)}.unexpected{outline:2px solid #d4a72c}</style>
            <h1>{{Escape(Texts.Title.ToString())}}</h1>
            <table>

            """);
        foreach (var group in matrix.Experiments.GroupBy(experiment => experiment.Group))
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"<tr><th>{Escape(group.Key.Title.ToString())}</th>{string.Concat(matrix.Targets.Select(target => $"<th>{Escape(target.Id)}</th>"))}</tr>\n");
            foreach (var experiment in group)
                _ = text.Append(CultureInfo.InvariantCulture, $"<tr><th>{Escape(experiment.Title.ToString())}</th>{string.Concat(matrix.Targets.Select(target => Cell(matrix[experiment, target])))}</tr>\n");
        }

        foreach (var verdict in VerdictText.Counted)
        {
            var scores = string.Concat(matrix.Targets.Select(target => $"<td>{Score(matrix, target, verdict)}</td>"));
            _ = text.Append(CultureInfo.InvariantCulture, $"<tr><th>{Escape(Total(verdict))}</th>{scores}</tr>\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"</table>\n<p>{Escape(Texts.MatrixKey.ToString())}</p>\n</html>\n").ToString();
    }

    private static string Total(Verdict verdict) => $"{VerdictText.Mark(verdict)} {(verdict == Verdict.NotBuilt ? Texts.NoRuleOrRoute : VerdictText.Word(verdict))}";

    private static string Score(Matrix matrix, TargetServer target, Verdict verdict) => Number(VerdictText.Count(matrix.Score(target), verdict));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Marked(Observation cell) => Mark(cell) + cell.Summary;

    private static string Mark(Observation cell) => VerdictText.Mark(cell) is { Length: > 0 } mark ? $"{mark} " : "";

    // The first status or word; an ellipsis stands for the rest.
    private static string Short(Observation cell)
    {
        var words = cell.Summary.Split([' ', '×', '/', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Where(word => !char.IsAsciiLetterUpper(word[0])).ToArray();
        var first = words.Length > 0 ? words[0] : "";
        if (first.Contains('=', StringComparison.Ordinal))
            first = first.Split('=')[1];
        var mark = VerdictText.Mark(cell);
        var room = NarrowCell - mark.Length;
        var isCut = first.Length > room || (words.Length > 1 && first.Length < room);
        return $"{mark}{(first.Length > room ? first[..(room - 1)] : first)}{(isCut ? "…" : "")}";
    }

    private static TableColumn Column(string title) => new TableColumn(Markup.Escape(title)).NoWrap().Padding(0, 0, 1, 0);

    private static int Width(Matrix matrix, Func<Observation, string> words) =>
        matrix.Experiments.Max(experiment => experiment.Id.Length) + 1
        + matrix.Targets.Sum(target => 1 + Math.Max(target.Id.Length, matrix.Experiments.Max(experiment => TerminalText.Width(words(matrix[experiment, target])))));

    private static string Painted(Observation cell, Func<Observation, string> words)
    {
        var text = Markup.Escape(words(cell));
        return cell switch
        {
            { IsExpected: false } => $"[black on yellow]{text}[/]",
            { Verdict: Verdict.Allowed } => $"[green]{text}[/]",
            { Verdict: Verdict.Discouraged } => $"[yellow]{text}[/]",
            { Verdict: Verdict.Forbidden } => $"[red]{text}[/]",
            _ => text,
        };
    }

    private static string Cell(Observation cell) =>
        $"<td class=\"{VerdictText.Class(cell.Verdict)}{(cell.IsExpected == false ? " unexpected" : "")}\" title=\"{Escape(Why(cell))}\">{Escape(Marked(cell))}</td>";

    private static string Why(Observation cell) => $"{OutcomeText.Of(cell)}{(cell.Deviation is { } why ? $" {why}" : "")}";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}

/// <summary>Texts and marks for a verdict.</summary>
internal static class VerdictText
{
    /// <summary>The verdicts that are counted, in order.</summary>
    public static IReadOnlyList<Verdict> Counted { get; } = [Verdict.Allowed, Verdict.Discouraged, Verdict.Forbidden, Verdict.NotBuilt];

    /// <summary>The mark of a cell; empty if the experiment is not judged or did not run.</summary>
    public static string Mark(Observation cell) => cell.Outcome is null || cell.Experiment.Verdicts is null ? "" : Mark(cell.Verdict);

    public static string Mark(Verdict verdict) => verdict switch
    {
        Verdict.Allowed => "✓",
        Verdict.Discouraged => "△",
        Verdict.Forbidden => "✗",
        _ => "–",
    };

    public static LocalizedText Word(Verdict verdict) => verdict switch
    {
        Verdict.Allowed => new("allowed", "符合"),
        Verdict.Discouraged => new("discouraged", "不推荐"),
        Verdict.Forbidden => new("forbidden", "违规"),
        Verdict.NotBuilt => new("not built", "未实现"),
        _ => new("not judged", "不判定"),
    };

    /// <summary>The number of experiments with a verdict.</summary>
    public static int Count(VerdictCounts counts, Verdict verdict) => verdict switch
    {
        Verdict.Allowed => counts.Allowed,
        Verdict.Discouraged => counts.Discouraged,
        Verdict.Forbidden => counts.Forbidden,
        _ => counts.NotBuilt,
    };

    public static string Class(Verdict verdict) => verdict switch
    {
        Verdict.Allowed => "allowed",
        Verdict.Discouraged => "discouraged",
        Verdict.Forbidden => "forbidden",
        _ => "",
    };
}
