using System.Globalization;
using System.Text;
using System.Xml;
using SideBySide.Checks;

namespace SideBySide.Cli.Checking;

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
