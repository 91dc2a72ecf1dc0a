using System.Text;
using HandRolledHttp.Http1;
using SideBySide.Language;

namespace SideBySide.Http;

/// <summary>One request: parsed by the server's own parser, then explained byte by byte.</summary>
internal static class RequestDissector
{
    /// <summary>Reads one request from the available bytes.</summary>
    /// <param name="bytes">The request and all later bytes.</param>
    /// <param name="origin">The request's first byte in the stream.</param>
    /// <param name="limits">The server's limits.</param>
    /// <param name="secure">Whether it came over TLS.</param>
    public static Message Read(ReadOnlyMemory<byte> bytes, int origin, Limits limits, bool secure)
    {
        var parser = new RequestHeadParser(limits, secure);
        var result = parser.Parse(bytes.Span);
        var head = parser.Head;
        var writer = new SpanWriter(bytes, origin);

        // If a complete head is rejected, all its lines were parsed; otherwise only the bytes before the offence.
        writer.Limit = head.Length > 0 ? head.Length : result.IsRejected ? result.Offset : bytes.Length;
        var inFields = RequestHeadSpans.Write(writer, head);
        var where = inFields ? MessagePart.Fields : IsBeforeRequest(bytes.Span, result) ? MessagePart.EmptyLines : MessagePart.RequestLine;
        writer.Limit = bytes.Length;

        RequestSummary? summary = null;
        LocalizedText? note = null;
        if (result.IsComplete)
        {
            (result, var content, var trailers, where) = ReadBody(writer, head, limits);
            (var isHandshake, note) = HandshakeReading.Of(bytes.Span, head, secure);
            summary = Summarise(bytes.Span, head, content, trailers, isHandshake);
        }

        var refusal = result.IsRejected ? MessageRejections.OfRequest(result, origin, where) : null;
        if (!result.IsComplete)
            writer.To(bytes.Length, GrammarRule.NotInterpreted);
        if (refusal is not null)
            writer.Mark(result.Offset, result.Length, refusal);
        return new Message("request", origin, writer.At, result.IsComplete, writer.Spans, summary, null, refusal,
            result.Status == ParseStatus.NeedMore ? Missing(head, summary) : null, note is { } broken ? [broken] : null);
    }

    private static bool IsBeforeRequest(ReadOnlySpan<byte> bytes, ParseResult result) =>
        result.Offset < bytes.Length && bytes[..(result.Offset + 1)].IndexOfAnyExcept(Grammar.CR, Grammar.LF) < 0;

    private static (ParseResult Result, IReadOnlyList<ByteRange> Content, IReadOnlyList<FieldLine> Trailers, MessagePart Where) ReadBody(
        SpanWriter writer, RequestHead head, Limits limits)
    {
        if (head.BodyKind == BodyKind.Chunked)
        {
            var decoder = new ChunkedDecoder(limits);
            decoder.Begin(head);
            var body = ChunkedBody.Read(writer.Bytes, head.Length, decoder);
            ChunkSpans.Write(writer, body, decoder.Expected);
            return (body.Result, [.. body.Content], body.Trailers, MessageRejections.Within(decoder.Expected));
        }

        var arrived = (int)Math.Min(head.ContentLength, writer.Bytes.Length - head.Length);
        writer.To(head.Length + arrived, GrammarRule.Body);
        var result = arrived == head.ContentLength ? ParseResult.Complete(writer.At) : ParseResult.NeedMore;
        return (result, [new ByteRange(head.Length, arrived)], [], MessagePart.Fields);
    }

    private static RequestSummary Summarise(
        ReadOnlySpan<byte> bytes, RequestHead head, IReadOnlyList<ByteRange> content, IReadOnlyList<FieldLine> trailers, bool isHandshake)
    {
        var hasPath = head.TargetForm is TargetForm.Origin or TargetForm.Absolute;
        var hasQuery = head.QueryRange.Offset > 0;
        return new RequestSummary(
            Encoding.ASCII.GetString(head.MethodRange.Of(bytes)),
            Encoding.ASCII.GetString(head.TargetRange.Of(bytes)),
            head.TargetForm.ToString().ToLowerInvariant(),
            hasPath ? Encoding.UTF8.GetString(head.Path.Of(bytes)) : null,
            hasQuery ? Encoding.ASCII.GetString(head.QueryRange.Of(bytes)) : null,
            hasQuery ? HttpText.Parameters(head.QueryRange.Of(bytes)) : [],
            head.AuthorityRange.Length > 0 ? Encoding.ASCII.GetString(head.AuthorityRange.Of(bytes)) : null,
            $"HTTP/1.{head.MinorVersion}",
            HttpText.Fields(bytes, head.Fields),
            HttpText.Fields(bytes, trailers.ToArray()),
            head.BodyKind switch { BodyKind.None => "none", BodyKind.Chunked => "chunked", _ => "content-length" },
            content.Sum(piece => (long)piece.Length),
            HttpText.Body(bytes, content),
            head.IsPersistent,
            head.ExpectsContinue,
            isHandshake ? HandshakeReading.WebSocket : null);
    }

    private static LocalizedText Missing(RequestHead head, RequestSummary? summary)
    {
        if (summary is null)
        {
            return head.TargetRange.Length == 0
                ? new("The end of the request line has not arrived.", "请求行还没有到头。")
                : new("The empty line that ends the head has not arrived.", "结束头部的空行还没有到。");
        }

        return head.BodyKind == BodyKind.Chunked
            ? new("The chunk of size 0 that ends the body, with the empty line after it, has not arrived.", "结束正文的、大小为 0 的分块及其后的空行还没有到。")
            : BodyMissing(head.ContentLength - summary.BodyLength, head.ContentLength);
    }

    /// <summary>The missing bytes of a body with a known length.</summary>
    public static LocalizedText BodyMissing(long missing, long length) => new(
        $"{missing} of the {length} bytes of the body have not arrived.", $"正文共 {length} 字节，还差 {missing} 字节没有到。");
}

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
