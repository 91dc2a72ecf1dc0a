using System.Text;
using HandRolledHttp.Http1;

namespace SideBySide.Http;

/// <summary>The spans of a request's head, from the parser's ranges. The part in which the parser stopped gets the rest.</summary>
internal static class RequestHeadSpans
{
    private const int VersionLength = 8;

    /// <summary>Assigns the head, up to the writer's limit.</summary>
    /// <returns>Whether the request line was complete, so that the rest consists of fields.</returns>
    public static bool Write(SpanWriter writer, RequestHead head)
    {
        while (writer.HasMore && writer.Bytes[writer.At] is Grammar.CR or Grammar.LF)
            writer.To(writer.At + 2, GrammarRule.LeadingEmptyLine);

        if (head.MethodRange.Length == 0)
        {
            writer.To(writer.Limit, GrammarRule.Method);
            return false;
        }

        WriteMethod(writer, head.MethodRange);
        if (head.TargetRange.Length == 0)
        {
            writer.To(writer.Limit, GrammarRule.RequestTarget);
            return false;
        }

        WriteTarget(writer, head);
        writer.To(head.TargetRange.End + 1, GrammarRule.SpaceAfterTarget);
        writer.To(head.TargetRange.End + 1 + VersionLength, GrammarRule.Version);
        var firstLine = head.TargetRange.End + 1 + VersionLength + 2;
        writer.To(firstLine, GrammarRule.LineEnd);
        if (writer.At < firstLine)
            return false;

        FieldSpans.Write(writer, head.Fields, ofRequest: true);
        if (head.Length > 0)
            writer.To(head.Length, GrammarRule.EmptyLine);
        else
            FieldSpans.WriteUnfinished(writer);
        return true;
    }

    private static void WriteMethod(SpanWriter writer, ByteRange method)
    {
        writer.To(method.End, GrammarRule.Method, HttpGlossary.Method(Encoding.ASCII.GetString(method.Of(writer.Bytes))));
        writer.To(method.End + 1, GrammarRule.Space);
    }

    private static void WriteTarget(SpanWriter writer, RequestHead head)
    {
        switch (head.TargetForm)
        {
            case TargetForm.Authority:
                writer.To(head.TargetRange.End, GrammarRule.AuthorityForm);
                break;
            case TargetForm.Asterisk:
                writer.To(head.TargetRange.End, GrammarRule.AsteriskForm);
                break;
            case TargetForm.Absolute:
                writer.To(head.AuthorityRange.Offset - 3, GrammarRule.Scheme);
                writer.To(head.AuthorityRange.Offset, GrammarRule.SchemeEnd);
                writer.To(head.AuthorityRange.End, GrammarRule.Authority);
                break;
        }

        if (head.PathRange.Length > 0)
            writer.To(head.PathRange.End, GrammarRule.Path, meaning: DecodedPath(writer, head));
        if (head.QueryRange.Offset > 0)
        {
            writer.To(head.QueryRange.Offset, GrammarRule.QueryMark);
            writer.To(head.QueryRange.End, GrammarRule.Query, meaning: DecodedQuery(writer, head.QueryRange));
        }

        // A whole target: it has no valid form, or the rest of the head had not arrived.
        writer.To(head.TargetRange.End, GrammarRule.RequestTarget);
    }

    private static string? DecodedPath(SpanWriter writer, RequestHead head)
    {
        var raw = HttpText.Of(head.PathRange.Of(writer.Bytes));
        return PercentEncoding.FindInvalid(head.PathRange.Of(writer.Bytes)) < 0 && HttpText.Of(head.Path.Of(writer.Bytes)) is var path && path != raw ? VisibleText.Of(path) : null;
    }

    private static string? DecodedQuery(SpanWriter writer, ByteRange query)
    {
        var raw = query.Of(writer.Bytes);
        return raw.ContainsAny((byte)'%', (byte)'+') ? VisibleText.Of(string.Join("  ", HttpText.Parameters(raw).Select(p => $"{p.Name}={p.Value}"))) : null;
    }
}
