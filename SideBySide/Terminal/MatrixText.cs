using System.Globalization;
using System.Net;
using System.Text;
using SideBySide.Experiments;
using Spectre.Console;

namespace SideBySide.Terminal;

/// <summary>The matrix as people read it: on a terminal, in a Markdown document, in a browser.</summary>
internal static class MatrixText
{
    private const string Right = "✓";
    private const string Wrong = "✗";

    /// <summary>As a table on a terminal.</summary>
    public static void Write(IAnsiConsole screen, Matrix matrix)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("");
        foreach (var target in matrix.Targets)
            _ = table.AddColumn(Markup.Escape(target.Id));
        foreach (var group in matrix.Experiments.GroupBy(experiment => experiment.Group))
        {
            _ = table.AddRow($"[bold]{Markup.Escape(group.Key.Title.ToString())}[/]");
            foreach (var experiment in group)
                _ = table.AddRow([Markup.Escape(experiment.Id), .. matrix.Targets.Select(target => Painted(matrix[experiment, target]))]);
        }

        _ = table.AddRow([$"[bold]{Markup.Escape(Texts.Survived.ToString())}[/]", .. matrix.Targets.Select(target => Markup.Escape(Score(matrix, target)))]);
        screen.Write(table);
        foreach (var cell in matrix.Unexpected)
        {
            var expected = cell.Experiment.Expect[cell.Target.Id].Pattern.ToString();
            screen.MarkupLine($"[yellow]{Markup.Escape(Texts.Unexpected(cell.Experiment.Id, cell.Target.Name, cell.Summary, expected).ToString())}[/]");
        }
    }

    /// <summary>As a Markdown table, one for each group.</summary>
    public static string Markdown(Matrix matrix)
    {
        var text = new StringBuilder();
        foreach (var group in matrix.Experiments.GroupBy(experiment => experiment.Group))
        {
            Line(text, group.Key.Title.ToString(), matrix.Targets.Select(target => target.Id));
            Line(text, "---", matrix.Targets.Select(_ => "---"));
            foreach (var experiment in group)
                Line(text, experiment.Title.ToString(), matrix.Targets.Select(target => Marked(matrix[experiment, target])));
            _ = text.Append('\n');
        }

        Line(text, Texts.Survived.ToString(), matrix.Targets.Select(target => target.Id));
        Line(text, "---", matrix.Targets.Select(_ => "---"));
        Line(text, "", matrix.Targets.Select(target => Score(matrix, target)));
        return text.ToString();
    }

    /// <summary>As a page that stands by itself.</summary>
    public static string Html(Matrix matrix)
    {
        var text = new StringBuilder();
        _ = text.Append(CultureInfo.InvariantCulture, $$"""
            <!doctype html>
            <html lang="{{Texts.Lang}}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{Escape(Texts.Title.ToString())}}</title>
            <style>body{font:14px/1.5 system-ui,sans-serif;margin:2em;color-scheme:light dark}table{border-collapse:collapse}th,td{padding:.2em .6em;text-align:left;border-bottom:1px solid #8884}
            td{font-family:ui-monospace,monospace}.right{color:light-dark(#1a7f37,#3fb950)}.wrong{color:light-dark(#b42318,#ff7b72)}.unexpected{outline:2px solid #d4a72c}</style>
            <h1>{{Escape(Texts.Title.ToString())}}</h1>
            <table>

            """);
        foreach (var group in matrix.Experiments.GroupBy(experiment => experiment.Group))
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"<tr><th>{Escape(group.Key.Title.ToString())}</th>{string.Concat(matrix.Targets.Select(target => $"<th>{Escape(target.Id)}</th>"))}</tr>\n");
            foreach (var experiment in group)
                _ = text.Append(CultureInfo.InvariantCulture, $"<tr><th>{Escape(experiment.Title.ToString())}</th>{string.Concat(matrix.Targets.Select(target => Cell(matrix[experiment, target])))}</tr>\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"<tr><th>{Escape(Texts.Survived.ToString())}</th>{string.Concat(matrix.Targets.Select(target => $"<td>{Score(matrix, target)}</td>"))}</tr>\n</table>\n</html>\n").ToString();
    }

    private static string Score(Matrix matrix, Target target) =>
        string.Create(CultureInfo.InvariantCulture, $"{matrix.Score(target).Survived}/{matrix.Score(target).Asked}");

    private static string Marked(Observed cell) => $"{(cell.IsCorrect switch { true => $"{Right} ", false => $"{Wrong} ", _ => "" })}{cell.Summary}";

    private static string Painted(Observed cell)
    {
        var text = Markup.Escape(Marked(cell));
        return cell switch
        {
            { IsExpected: false } => $"[black on yellow]{text}[/]",
            { IsCorrect: true } => $"[green]{text}[/]",
            { IsCorrect: false } => $"[red]{text}[/]",
            _ => text,
        };
    }

    private static string Cell(Observed cell) =>
        $"<td class=\"{(cell.IsCorrect switch { true => "right", false => "wrong", _ => "" })}{(cell.IsExpected == false ? " unexpected" : "")}\" title=\"{Escape(OutcomeWords.Of(cell).ToString())}\">{Escape(Marked(cell))}</td>";

    private static void Line(StringBuilder text, string first, IEnumerable<string> rest) =>
        text.Append("| ").AppendJoin(" | ", rest.Prepend(first).Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
