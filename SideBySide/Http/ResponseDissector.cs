using System.Text;
using HandRolledHttp.Http1;
using SideBySide.Language;

namespace SideBySide.Http;

/// <summary>One response, explained byte by byte.</summary>
internal static class ResponseDissector
{
    /// <summary>Describes a parsed response.</summary>
    /// <param name="stream">The whole stream.</param>
    /// <param name="reading">The response.</param>
    public static Message Describe(ReadOnlyMemory<byte> stream, ResponseParser reading)
    {
        var writer = new SpanWriter(stream, 0);
        writer.Skip(reading.Offset);
        var broken = reading.Fault != ResponseFault.None;

        // An invalid Content-Length was parsed like any other field before its value was needed.
        writer.Limit = reading.HeadEnd > 0 ? reading.HeadEnd : broken ? reading.Broken.Offset : stream.Length;
        WriteHead(writer, reading);
        writer.Limit = stream.Length;
        if (reading.Chunks is { } chunks)
            ChunkSpans.Write(writer, chunks, reading.StoppedAt);
        else
            writer.To(reading.End, reading.Framing == ResponseEnd.UntilClose ? GrammarRule.BodyUntilClose : GrammarRule.ResponseBody);

        var refusal = broken ? MessageRejections.OfResponse(stream.Span, reading) : null;
        if (!reading.IsComplete)
            writer.To(stream.Length, GrammarRule.NotInterpreted);
        if (refusal is not null)
            writer.Mark(refusal.Offset, refusal.Length, refusal);
        return new Message("response", reading.Offset, writer.At - reading.Offset, reading.IsComplete, writer.Spans, null,
            reading.StatusLineEnd > 0 ? Summarise(stream.Span, reading) : null,
            refusal,
            reading.IsComplete || broken ? null : Missing(reading),
            ResponseNotes.Of(stream.Span, reading) is { Count: > 0 } notes ? notes : null);
    }

    private static void WriteHead(SpanWriter writer, ResponseParser reading)
    {
        writer.To(reading.Version.End, GrammarRule.StatusVersion);
        writer.To(reading.Code.Offset, GrammarRule.StatusSpace);
        writer.To(reading.Code.End, GrammarRule.StatusCode, reading.Status > 0 ? HttpGlossary.Status(reading.Status) : null);
        if (reading.StatusLineEnd == 0)
        {
            writer.To(reading.Code.End + 1, GrammarRule.StatusSpace);
            writer.To(writer.Limit, GrammarRule.ReasonPhrase);
            return;
        }

        writer.To(reading.Reason.Offset, GrammarRule.StatusSpace);
        writer.To(reading.Reason.End, GrammarRule.ReasonPhrase);
        writer.To(reading.StatusLineEnd, GrammarRule.StatusLineEnd);
        FieldSpans.Write(writer, reading.Fields.ToArray());
        if (reading.HeadEnd > 0)
            writer.To(reading.HeadEnd, GrammarRule.EmptyLine);
        else
            FieldSpans.WriteUnfinished(writer);
    }

    private static ResponseSummary Summarise(ReadOnlySpan<byte> bytes, ResponseParser reading)
    {
        var fields = HttpText.Fields(reading.FieldText(bytes), reading.Fields.ToArray());
        return Summarise(bytes, reading, fields) with
        {
            Upgrade = HandshakeReading.IsSwitch(reading.Status, fields) ? HandshakeReading.WebSocket : null
        };
    }

    private static ResponseSummary Summarise(ReadOnlySpan<byte> bytes, ResponseParser reading, IReadOnlyList<NamedValue> fields) => new(
        reading.Status,
        HttpText.Of(reading.Reason.Of(bytes)),
        Encoding.ASCII.GetString(reading.Version.Of(bytes)),
        fields,
        HttpText.Fields(bytes, reading.Chunks?.Trailers.ToArray()),
        reading.FramingName,
        reading.Content.Sum(piece => (long)piece.Length),
        HttpText.Body(bytes, reading.Content),
        reading.IsPersistent(bytes));

    private static LocalizedText Missing(ResponseParser reading) => reading switch
    {
        { StatusLineEnd: 0 } => new("The end of the status line has not arrived.", "状态行还没有到头。"),
        { HeadEnd: 0 } => new("The empty line that ends the head has not arrived.", "结束头部的空行还没有到。"),
        { Framing: ResponseEnd.Chunked } => new(
            "The chunk of size 0 that ends the body, with the empty line after it, has not arrived.",
            "结束正文的、大小为 0 的分块及其后的空行还没有到。"),
        { Framing: ResponseEnd.UntilClose } => new("Only the end of the connection ends this body.", "只有连接结束，这个正文才算结束。"),
        _ => RequestDissector.BodyMissing(reading.ContentLength - (reading.End - reading.HeadEnd), reading.ContentLength),
    };
}

/// <summary>Violations in a response that a client can still parse.</summary>
internal static class ResponseNotes
{
    /// <summary>One sentence for each violation.</summary>
    /// <param name="stream">All bytes of the stream.</param>
    /// <param name="reading">The response.</param>
    public static IReadOnlyList<LocalizedText> Of(ReadOnlySpan<byte> stream, ResponseParser reading)
    {
        if (reading.HeadEnd == 0)
            return [];
        var text = reading.FieldText(stream);
        var lengths = 0;
        foreach (var field in reading.Fields.Where(field => field.Known == KnownField.ContentLength))
            lengths += 1 + field.Value.Of(text).Count((byte)',');
        var codings = new List<string>();
        foreach (var coding in new FieldList(text, reading.Fields.ToArray(), KnownField.TransferEncoding))
            codings.Add(Encoding.Latin1.GetString(coding.Of(text)));

        var notes = new List<LocalizedText>();
        if (reading.IsFolded)
            notes.Add(new("A field is folded over several lines; each fold counts as spaces (RFC 9112 §5.2).", "有字段折成了多行；每处折行按空格读取（RFC 9112 §5.2）。"));
        if (lengths > 0 && codings.Count > 0)
            notes.Add(new("Both Content-Length and Transfer-Encoding: a server must not send both. Transfer-Encoding decides (RFC 9112 §6.2, §6.3, rule 3).", "同时有 Content-Length 和 Transfer-Encoding：服务器不得同时发送。以 Transfer-Encoding 为准（RFC 9112 §6.2、§6.3 第 3 条）。"));
        if (codings.Count(coding => coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)) > 1)
            notes.Add(new("chunked is there twice, but must not be applied more than once (RFC 9112 §6.1). The body is decoded once.", "chunked 写了两次：它不得重复使用（RFC 9112 §6.1）。正文按分块一次读取。"));
        if (lengths > 1 && reading.Fault != ResponseFault.ContentLength)
            notes.Add(new("Content-Length is repeated with the same value; it counts once (RFC 9110 §8.6).", "Content-Length 重复但数值相同；只算一次（RFC 9110 §8.6）。"));
        if (reading.Status is < 200 or 204 && lengths > 0)
            notes.Add(new($"A {reading.Status} must not have a Content-Length (RFC 9110 §8.6); it has no body.", $"{reading.Status} 响应不得有 Content-Length（RFC 9110 §8.6）；它没有正文。"));
        if (reading.Status is < 200 or 204 && codings.Count > 0)
            notes.Add(new($"A {reading.Status} must not have a Transfer-Encoding (RFC 9112 §6.1); it has no body.", $"{reading.Status} 响应不得有 Transfer-Encoding（RFC 9112 §6.1）；它没有正文。"));
        return notes;
    }
}
