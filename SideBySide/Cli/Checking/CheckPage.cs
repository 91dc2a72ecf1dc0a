using System.Globalization;
using System.Net;
using System.Text;
using System.Xml;
using SideBySide.Checks;
using SideBySide.Language;

namespace SideBySide.Cli.Checking;

/// <summary>A report as one self-contained page: no script, no external style sheet or font.</summary>
internal static class CheckPage
{
    private const string Style = """
        :root{color-scheme:light dark;--line:#8886;--wrong:#a40000;--right:#0a6b2d;--quiet:#595959}
        @media(prefers-color-scheme:dark){:root{--wrong:#ff8f8f;--right:#7bd88f;--quiet:#b0b0b0}}
        body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}h3{font-size:1rem;margin:0}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--line);padding:.6rem;font-size:.875rem}
        ul{list-style:none;padding:0}li{margin:.2rem 0}
        article{border:1px solid var(--line);border-left:.4rem solid var(--wrong);padding:.8rem 1rem;margin:1rem 0}
        dt{font-weight:600}dd{margin:0 0 .6rem 0}.quiet{color:var(--quiet)}.failed{color:var(--wrong)}.passed{color:var(--right)}
        @media print{body{max-width:none;margin:0}article{break-inside:avoid}}
        """;

    public static string Of(CheckReport report, string target)
    {
        var page = new StringBuilder();
        _ = page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="{Texts.Lang}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>check: {H(target)}</title>
            <style>{Style}</style></head>
            <body><main>
            <h1>check: {H(target)}</h1>
            <p>{H(CheckWords.Summary(report))}</p>

            """);
        if (report.First is null)
            _ = page.Append(CultureInfo.InvariantCulture, $"<p class=\"passed\">{H(CheckWords.Nothing)}</p>\n");
        foreach (var result in report.Results.Where(result => result.Outcome == CheckOutcome.Failed))
            Failure(page, result);
        foreach (var part in report.Results.GroupBy(result => result.Item.Step))
        {
            _ = page.Append(CultureInfo.InvariantCulture, $"<h2>{H(part.Key.Title)}</h2>\n<ul>\n");
            foreach (var result in part)
            {
                var (item, outcome) = (result.Item, result.Outcome);
                var style = outcome switch { CheckOutcome.Failed or CheckOutcome.Advice => "failed", CheckOutcome.Passed => "passed", _ => "quiet" };
                _ = page.Append(CultureInfo.InvariantCulture,
                    $"<li><span class=\"{style}\">{CheckWords.Mark(outcome)} {H(CheckWords.Word(outcome))}</span> {H(item.Title)} ")
                    .Append(CultureInfo.InvariantCulture, $"<span class=\"quiet\">({H(item.Id)}, {H(item.Rule)})</span></li>\n");
            }

            _ = page.Append("</ul>\n");
        }

        return page.Append("</main></body>\n</html>\n").ToString();
    }

    private static void Failure(StringBuilder page, CheckResult result)
    {
        var item = result.Item;
        var lines = string.Join('\n', CheckExchange.Lines(result).Select(line => $"{line.Mark} {line.Text}"));
        _ = page.Append(CultureInfo.InvariantCulture, $"""
            <article>
            <h2>✗ {H(item.Title)}</h2>
            <pre tabindex="0" aria-label="{H(CheckWords.Sent)}">{H(lines)}</pre>
            <dl>
            <dt>{H(CheckWords.Expected)}</dt><dd>{H(CheckExchange.Expected(item))}</dd>
            <dt>{H(CheckWords.Got)}</dt><dd>{H(result.Seen)}</dd>
            <dt>{H(CheckWords.Mistake)}</dt><dd>{H(result.Explanation)}</dd>
            <dt>{H(CheckWords.Cure)}</dt><dd>{H(item.Cure)}</dd>
            <dt>{H(CheckWords.Rule)}</dt><dd>{H(item.Rule)} ({H(CheckWords.Level(item.Level))})</dd>
            </dl>

            """);
        if (result.Output.Count > 0)
            _ = page.Append(CultureInfo.InvariantCulture, $"<h3>{H(CheckWords.Printed)}</h3><pre tabindex=\"0\">{H(string.Join('\n', result.Output))}</pre>\n");
        _ = page.Append("</article>\n");
    }

    private static string H(object text) => WebUtility.HtmlEncode(text.ToString())!;
}

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
        string[] headings = ["", "check", CheckWords.Rule.ToString(), CheckWords.Mistake.ToString(), CheckWords.Cure.ToString()];
        _ = text.Append(MarkdownTable.Of(headings, headings.Length, wrong.Select(result => ((string[])
            [CheckWords.Mark(result.Outcome), $"{result.Item.Title} ({result.Item.Id})", result.Item.Rule, result.Explanation.ToString(),
                result.Item.Cure.ToString()]).Select(Cell))));
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

/// <summary>A report as JUnit XML for CI systems: a suite for each part of the ladder, a case for each check.</summary>
internal static class JunitReport
{
    public static string Of(CheckReport report)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(new Utf8Writer(text), new XmlWriterSettings { Indent = true, CheckCharacters = false }))
        {
            xml.WriteStartElement("testsuites");
            Counts(xml, "check", report.Results);
            xml.WriteAttributeString("time", report.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
            foreach (var part in report.Results.GroupBy(result => result.Item.Step))
            {
                xml.WriteStartElement("testsuite");
                Counts(xml, part.Key.Id, [.. part]);
                foreach (var result in part)
                    Case(xml, result);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void Counts(XmlWriter xml, string name, IReadOnlyList<CheckResult> results)
    {
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("tests", N(results.Count));
        xml.WriteAttributeString("failures", N(results.Count(result => result.Outcome == CheckOutcome.Failed)));
        xml.WriteAttributeString("errors", "0");
        xml.WriteAttributeString("skipped", N(results.Count(IsSkipped)));
    }

    private static void Case(XmlWriter xml, CheckResult result)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", $"check.{result.Item.Step.Id}");
        xml.WriteAttributeString("name", Clean($"{result.Item.Id}: {result.Item.Title}"));
        xml.WriteAttributeString("time", result.Elapsed.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture));
        if (result.Outcome == CheckOutcome.Failed)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", result.Item.Rule);
            xml.WriteAttributeString("message", Clean(result.Explanation.ToString()));
            var exchange = string.Join('\n', CheckExchange.Lines(result).Select(line => $"{line.Mark} {line.Text}"));
            xml.WriteString(Clean($"{CheckWords.Sent}\n{exchange}\n\n"
                + $"{CheckWords.Expected}: {CheckExchange.Expected(result.Item)}\n{CheckWords.Cure}: {result.Item.Cure}\n"));
            xml.WriteEndElement();
        }
        else if (IsSkipped(result))
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", Clean(result.Explanation.ToString()));
            xml.WriteEndElement();
        }

        if (result.Outcome == CheckOutcome.Advice)
            xml.WriteElementString("system-out", Clean($"{result.Explanation}"));
        xml.WriteEndElement();
    }

    private static bool IsSkipped(CheckResult result) => result.Outcome is CheckOutcome.NotBuilt or CheckOutcome.NotRun or CheckOutcome.Known;

    // Removes characters that XML does not allow. Bytes from a peer are already escaped, but other texts pass through here.
    private static string Clean(string text) => string.Concat(text.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)));

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Utf8Writer(StringBuilder text) : StringWriter(text, CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
