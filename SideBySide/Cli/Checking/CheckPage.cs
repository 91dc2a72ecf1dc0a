using System.Globalization;
using System.Net;
using System.Text;
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
