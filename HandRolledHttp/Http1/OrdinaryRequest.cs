using System.Buffers;

namespace HandRolledHttp.Http1;

/// <summary>
/// Accepts what nearly every request looks like, with one look for each part of it:
/// <code>
/// GET /path?query HTTP/1.1
/// Host: name:port
/// Connection: keep-alive          ; or no such line
/// </code>
/// and no body. It never rejects: a request that is not exactly this, be it right or wrong, is judged by the rules in the other files.
/// </summary>
internal static class OrdinaryRequest
{
    // All of a path but "%", which begins an escape, and ".", which may be a dot segment.
    private static readonly SearchValues<byte> s_plain = SearchValues.Create([.. Enumerable.Range(0x21, 0x5E).Select(b => (byte)b).Except("#?%."u8.ToArray())]);

    /// <summary>Takes the request line.</summary>
    /// <returns>Where the fields begin; 0 when it is another request line, or not whole.</returns>
    public static int AcceptLine(ReadOnlySpan<byte> message, Limits limits, RequestHead head)
    {
        const int Start = 4;
        if (!message.StartsWith("GET /"u8))
            return 0;
        var end = Find(s_plain, message, Start);
        while (message[end] == '.' && message[end - 1] != '/')
            end = Find(s_plain, message, end + 1);
        var pathEnd = end;
        if (message[end] == '?')
            end = Find(Grammar.TargetChar, message, end + 1);
        if (end + " HTTP/1.1".Length > limits.RequestLine || !message[end..].StartsWith(" HTTP/1.1\r\n"u8))
            return 0;
        head.MethodRange = new ByteRange(0, Start - 1);
        head.TargetRange = new ByteRange(Start, end - Start);
        head.PathRange = head.Path.Plain = new ByteRange(Start, pathEnd - Start);
        if (end > pathEnd)
            head.QueryRange = new ByteRange(pathEnd + 1, end - pathEnd - 1);
        head.MinorVersion = 1;
        return end + " HTTP/1.1\r\n".Length;
    }

    /// <summary>Takes what the fields say together. No known field is there twice: <see cref="FieldSection.Accept"/> accepts none.</summary>
    public static bool Conclude(ReadOnlySpan<byte> message, RequestHead head)
    {
        if (!head.Contains(KnownField.Host) || head.Contains(KnownField.ContentLength) || head.Contains(KnownField.TransferEncoding) || head.Contains(KnownField.Expect))
            return false;
        var host = head.First(KnownField.Host).Value;
        if (host.Length == 0 || !HostField.IsValid(host.Of(message)))
            return false;
        if (head.Contains(KnownField.Connection) && !head.First(KnownField.Connection).Value.Of(message).SequenceEqual("keep-alive"u8))
            return false;
        head.AuthorityRange = host;
        return head.IsPersistent = true;
    }

    // Where something else follows; when nothing does, 0, where there is neither "." nor "?" nor SP.
    private static int Find(SearchValues<byte> all, ReadOnlySpan<byte> message, int start) =>
        message[start..].IndexOfAnyExcept(all) is >= 0 and var length ? start + length : 0;
}
