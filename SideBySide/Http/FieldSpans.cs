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

/// <summary>
/// A field value that continues on the next line, which begins with white space:
/// <code>
/// obs-fold = OWS CRLF RWS          RFC 9112 §5.2
/// </code>
/// A server rejects it. A client replaces each fold in a response with spaces before it reads the value.
/// </summary>
internal static class FieldFolding
{
    /// <summary>A copy of the stream in which two spaces replace the CRLF of each fold; null without a fold.</summary>
    /// <param name="stream">All bytes of the stream.</param>
    /// <param name="start">The first byte of the fields.</param>
    public static byte[]? Unfold(ReadOnlySpan<byte> stream, int start)
    {
        byte[]? unfolded = null;
        for (var line = start; line < stream.Length;)
        {
            var length = stream[line..].IndexOf(Grammar.LF);
            var lf = line + length;
            if (length < 1 || stream[lf - 1] != Grammar.CR || length == 1 || lf + 1 == stream.Length)
                break; // no end, a bare LF, or the empty line
            if (Grammar.IsOws(stream[lf + 1]) && !Grammar.IsOws(stream[start]))
            {
                unfolded ??= stream.ToArray();
                unfolded[lf - 1] = unfolded[lf] = Grammar.SP;
            }

            line = lf + 1;
        }

        return unfolded;
    }
}

/// <summary>The rules for the values of request fields that the server itself interprets.</summary>
internal static class FieldValueRules
{
    private const string Http1 = "HandRolledHttp/Http1/";

    public static GrammarRule Host { get; } = GrammarRule.FieldValue with
    {
        Section = "RFC 9110 §7.2",
        Abnf = "Host = uri-host [ \":\" port ]",
        Enforcer = new(Http1 + "HostField.cs", "if (!IsValid(value.Of(message))"),
        Explanation = new("The host and port that the request is for: exactly one, and valid.", "请求发给哪个主机和端口：必须恰好一个，且格式正确。"),
    };

    public static GrammarRule ContentLength { get; } = GrammarRule.FieldValue with
    {
        Section = "RFC 9110 §8.6",
        Abnf = "Content-Length = 1*DIGIT",
        Enforcer = new(Http1 + "BodyFraming.cs", "if (!Grammar.IsDigit(b))"),
        Explanation = new("Only digits: the end of the body depends on them.", "只能是数字：正文在哪里结束由它决定。"),
    };

    public static GrammarRule TransferEncoding { get; } = GrammarRule.FieldValue with
    {
        Section = "RFC 9112 §6.1",
        Abnf = "Transfer-Encoding = #transfer-coding",
        Enforcer = new(Http1 + "BodyFraming.cs", "if (!seen.Chunked)"),
        Explanation = new("The transfer codings in the order in which they were applied: chunked must be the last.", "按施加的先后列出传输编码：最后一个必须是 chunked。"),
    };

    public static GrammarRule Connection { get; } = GrammarRule.FieldValue with
    {
        Section = "RFC 9110 §7.6.1",
        Abnf = "Connection = #connection-option",
        Enforcer = new(Http1 + "Persistence.cs", "close |= "),
        Explanation = new("Options for this connection; not case-sensitive.", "只针对这条连接的选项；不区分大小写。"),
    };

    public static GrammarRule Expect { get; } = GrammarRule.FieldValue with
    {
        Section = "RFC 9110 §10.1.1",
        Abnf = "Expect = #expectation",
        Enforcer = new(Http1 + "Expectation.cs", "\"100-continue\"u8"),
        Explanation = new("The only defined expectation is 100-continue.", "唯一有定义的期望是 100-continue。"),
    };

    public static IReadOnlyList<GrammarRule> All { get; } = [Host, ContentLength, TransferEncoding, Connection, Expect];

    public static GrammarRule For(KnownField field) => field switch
    {
        KnownField.Host => Host,
        KnownField.ContentLength => ContentLength,
        KnownField.TransferEncoding => TransferEncoding,
        KnownField.Connection => Connection,
        KnownField.Expect => Expect,
        _ => GrammarRule.FieldValue,
    };
}
