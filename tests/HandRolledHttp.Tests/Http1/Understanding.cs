using System.Text;
using HandRolledHttp.Http1;

namespace HandRolledHttp.Tests.Http1;

/// <summary>The parser's result for one message that arrives in given pieces.</summary>
internal sealed record Understanding(ParseResult Result, string Method, string Target, string Path, string Host, int Version, bool Persistent,
    bool Continue, bool Conditional, BodyKind Framing, string Fields, string Body)
{
    /// <summary>Passes the first piece, then the rest piece by piece, as a connection would.</summary>
    /// <returns>The offset of its result is the end of the message, or the place of the error.</returns>
    public static Understanding Of(byte[] bytes, Limits limits, IEnumerable<int> cuts)
    {
        var parser = new RequestHeadParser(limits);
        var decoder = new ChunkedDecoder(limits);
        var body = new MemoryStream();
        var result = ParseResult.NeedMore;
        var read = -1; // the first unconsumed byte of the body; -1 while the head is incomplete
        foreach (var arrived in cuts.Append(bytes.Length))
        {
            if (read < 0)
            {
                result = parser.Parse(bytes.AsSpan(0, arrived));
                if (result.IsRejected)
                    break;
                if (!result.IsComplete)
                    continue;
                read = result.Offset;
                decoder.Begin(parser.Head);
            }

            result = TakeBody(parser.Head, decoder, bytes.AsSpan(0, arrived), body, ref read);
            if (result.Status != ParseStatus.NeedMore)
                break;
        }

        return Read(parser.Head, result, bytes, body.ToArray());
    }

    private static ParseResult TakeBody(RequestHead head, ChunkedDecoder decoder, ReadOnlySpan<byte> message, MemoryStream body, ref int read)
    {
        if (head.BodyKind != BodyKind.Chunked)
        {
            var take = (int)Math.Min(message.Length - read, head.ContentLength - body.Length);
            body.Write(message.Slice(read, take));
            read += take;
            return body.Length == head.ContentLength ? ParseResult.Complete(read) : ParseResult.NeedMore;
        }

        while (true)
        {
            var result = decoder.Decode(message[read..], out var used, out var content);
            if (result.IsRejected)
                return result with { Offset = read + result.Offset };
            body.Write(content.Of(message[read..]));
            read += used;
            if (result.IsComplete)
                return ParseResult.Complete(read);
            if (used == 0)
                return ParseResult.NeedMore;
        }
    }

    private static Understanding Read(RequestHead head, ParseResult result, byte[] bytes, byte[] body)
    {
        // For a rejected or incomplete message only the result counts.
        if (!result.IsComplete && head.Length == 0 || result.IsRejected)
            return new Understanding(result, "", "", "", "", 0, false, false, false, BodyKind.None, "", "");
        var fields = new List<string>();
        foreach (ref readonly var field in head.Fields)
            fields.Add($"{Encoding.Latin1.GetString(field.Name.Of(bytes))}: {Encoding.Latin1.GetString(field.Value.Of(bytes))}");
        return new Understanding(result,
            Encoding.Latin1.GetString(head.MethodRange.Of(bytes)),
            Encoding.Latin1.GetString(head.TargetRange.Of(bytes)),
            Encoding.UTF8.GetString(head.Path.Of(bytes)),
            Encoding.Latin1.GetString(head.AuthorityRange.Of(bytes)),
            head.MinorVersion, head.IsPersistent, head.ExpectsContinue, head.IsConditional, head.BodyKind,
            string.Join("\n", fields),
            Encoding.Latin1.GetString(body));
    }
}
