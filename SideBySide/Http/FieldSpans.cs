using System.Text;
using HandRolledHttp.Http1;

namespace SideBySide.Http;

/// <summary>The spans of field lines in a head or in trailers: <c>field-line = field-name ":" OWS field-value OWS</c>.</summary>
internal static class FieldSpans
{
    /// <summary>Assigns parsed lines.</summary>
    /// <param name="writer">Its position is the first of them.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="areTrailers">Whether the lines are trailer fields.</param>
    /// <param name="ofRequest">Whether the lines are the fields of a request, where some values have their own rule.</param>
    public static void Write(SpanWriter writer, ReadOnlySpan<FieldLine> lines, bool ofRequest = false, bool areTrailers = false)
    {
        foreach (ref readonly var line in lines)
        {
            var lineEnd = line.Value.End + writer.Bytes[line.Value.End..].IndexOf(Grammar.LF) + 1;
            if (areTrailers)
                WriteName(writer, line.Name, GrammarRule.TrailerName);
            else
                WriteName(writer, line.Name);
            writer.To(line.Value.Offset, GrammarRule.Ows);
            writer.To(line.Value.End, ofRequest ? FieldValueRules.For(line.Known) : GrammarRule.FieldValue);
            writer.To(lineEnd - 2, GrammarRule.Ows);
            writer.To(lineEnd, GrammarRule.FieldLineEnd);
        }
    }

    /// <summary>Assigns the rest up to the limit: lines in which the parser stopped, so that only their outline is known.</summary>
    public static void WriteUnfinished(SpanWriter writer)
    {
        while (writer.HasMore)
        {
            var rest = writer.Bytes[writer.At..writer.Limit];
            var lf = rest.IndexOf(Grammar.LF);
            var line = rest[..(lf < 0 ? rest.Length : lf + 1)];
            var text = line.TrimEnd("\r\n"u8).Length;
            var (start, end) = (writer.At, writer.At + line.Length);
            if (text == 0)
            {
                writer.To(end, GrammarRule.EmptyLine);
                continue;
            }

            var colon = line.IndexOf((byte)':');
            if (colon < 0)
            {
                writer.To(start + text, GrammarRule.FieldName);
            }
            else
            {
                var value = Grammar.TrimOws(writer.Bytes, start + colon + 1, start + text);
                WriteName(writer, new ByteRange(start, colon));
                writer.To(value.Offset, GrammarRule.Ows);
                writer.To(value.End, GrammarRule.FieldValue);
                writer.To(start + text, GrammarRule.Ows);
            }

            writer.To(end, GrammarRule.FieldLineEnd);
        }
    }

    private static void WriteName(SpanWriter writer, ByteRange name, GrammarRule trailer)
    {
        writer.To(name.End, trailer);
        writer.To(name.End + 1, GrammarRule.Colon);
    }

    private static void WriteName(SpanWriter writer, ByteRange name)
    {
        writer.To(name.End, GrammarRule.FieldName, HttpGlossary.Field(Encoding.Latin1.GetString(name.Of(writer.Bytes))));
        writer.To(name.End + 1, GrammarRule.Colon);
    }
}
