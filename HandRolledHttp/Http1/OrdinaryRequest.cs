using System.Buffers;

namespace HandRolledHttp.Http1;

/// <summary>
/// Accepts the most common head, and reads each part of it only once:
/// <code>
/// GET /path?query HTTP/1.1
/// Host: name:port
/// Connection: keep-alive          ; or no such line
/// </code>
/// and no body. It never rejects. Any other head (valid, invalid or incomplete) is parsed from its first byte by the other files.
/// </summary>
internal static class OrdinaryRequest
{
    // Every byte of a path except "%", which begins an escape, and ".", which may begin a dot segment.
    private static readonly SearchValues<byte> s_plain =
        SearchValues.Create([.. Enumerable.Range(0x21, 0x5E).Select(b => (byte)b).Except("#?%."u8.ToArray())]);

    public static bool Accept(ReadOnlySpan<byte> message, Limits limits, RequestHead head)
    {
        if (!message.StartsWith("GET /"u8))
            return false;
        var pathEnd = Find(s_plain, message, "GET ".Length);
        while (message[pathEnd] == '.' && message[pathEnd - 1] != '/')
            pathEnd = Find(s_plain, message, pathEnd + 1);
        var end = message[pathEnd] == '?' ? Find(Grammar.TargetChar, message, pathEnd + 1) : pathEnd;
        if (end + " HTTP/1.1".Length > limits.RequestLine || !message[end..].StartsWith(" HTTP/1.1\r\n"u8))
            return false;

        var start = end + " HTTP/1.1\r\n".Length;
        head.FieldSection.Begin(start);
        if (!head.FieldSection.Accept(message) || head.Contains(KnownField.ContentLength) || head.Contains(KnownField.TransferEncoding)
            || head.Contains(KnownField.Expect))
            return false;
        head.MinorVersion = 1;
        head.Length = start + head.FieldSectionLength;
        if (head.Contains(KnownField.Connection) && !head.First(KnownField.Connection).Value.Of(message).SequenceEqual("keep-alive"u8))
            return false;
        if (!HostField.Judge(message, head).IsComplete)
            return false;

        head.MethodRange = new ByteRange(0, "GET".Length);
        head.TargetRange = new ByteRange("GET ".Length, end - "GET ".Length);
        head.PathRange = head.Path.Plain = head.TargetRange with { Length = pathEnd - "GET ".Length };
        if (end > pathEnd)
            head.QueryRange = new ByteRange(pathEnd + 1, end - pathEnd - 1);
        return head.IsPersistent = true;
    }

    // The index of the first other byte; 0 if there is none, since index 0 is never ".", "?" or SP.
    private static int Find(SearchValues<byte> all, ReadOnlySpan<byte> message, int start) =>
        message[start..].IndexOfAnyExcept(all) is >= 0 and var length ? start + length : 0;
}
