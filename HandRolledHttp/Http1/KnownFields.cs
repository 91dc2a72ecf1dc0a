using System.Text;

namespace HandRolledHttp.Http1;

/// <summary>Recognises field names, which are case-insensitive (RFC 9110 §5.1).</summary>
internal static class KnownFields
{
    public static KnownField Recognise(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 => Is(name, "Host"u8) ? KnownField.Host
            : Is(name, "Date"u8) ? KnownField.Date
            : Is(name, "From"u8) ? KnownField.From : KnownField.Other,
        5 => Is(name, "Range"u8) ? KnownField.Range : KnownField.Other,
        6 => Is(name, "Expect"u8) ? KnownField.Expect : KnownField.Other,
        7 => Is(name, "Referer"u8) ? KnownField.Referer : KnownField.Other,
        8 => Is(name, "If-Match"u8) ? KnownField.IfMatch
            : Is(name, "If-Range"u8) ? KnownField.IfRange : KnownField.Other,
        10 => Is(name, "User-Agent"u8) ? KnownField.UserAgent
            : Is(name, "Connection"u8) ? KnownField.Connection : KnownField.Other,
        12 => Is(name, "Content-Type"u8) ? KnownField.ContentType
            : Is(name, "Max-Forwards"u8) ? KnownField.MaxForwards : KnownField.Other,
        13 => Is(name, "Authorization"u8) ? KnownField.Authorization
            : Is(name, "If-None-Match"u8) ? KnownField.IfNoneMatch : KnownField.Other,
        14 => Is(name, "Content-Length"u8) ? KnownField.ContentLength : KnownField.Other,
        16 => Is(name, "Content-Location"u8) ? KnownField.ContentLocation : KnownField.Other,
        17 => Is(name, "Transfer-Encoding"u8) ? KnownField.TransferEncoding
            : Is(name, "If-Modified-Since"u8) ? KnownField.IfModifiedSince : KnownField.Other,
        19 => Is(name, "If-Unmodified-Since"u8) ? KnownField.IfUnmodifiedSince : KnownField.Other,
        _ => KnownField.Other,
    };

    /// <summary>
    /// Fields whose value is not a list: with a second line the message would be ambiguous (RFC 9110 §5.3). Content-Length is one of them,
    /// although equal copies could be merged (RFC 9110 §8.6 allows rejecting them; a proxy in front may not merge). If-Modified-Since and
    /// If-Unmodified-Since are not: with several dates they must be ignored (RFC 9110 §13.1.3, §13.1.4).
    /// </summary>
    public static bool IsSingleton(KnownField field) => field is not (KnownField.Other or KnownField.TransferEncoding or KnownField.Connection or KnownField.Expect
        or KnownField.IfMatch or KnownField.IfNoneMatch or KnownField.IfModifiedSince or KnownField.IfUnmodifiedSince);

    /// <summary>
    /// CGI turns both <c>-</c> and <c>_</c> into <c>_</c>, so behind a gateway <c>Content_Length</c> and Content-Length are the same
    /// variable. This server does not confuse the two, but it rejects such a field to protect a server behind it.
    /// </summary>
    public static bool LooksLikeFraming(ReadOnlySpan<byte> name) =>
        name.Length is 14 or 17 && name.Contains((byte)'_') && SameButForDashes(name);

    private static bool SameButForDashes(ReadOnlySpan<byte> name)
    {
        Span<byte> dashed = stackalloc byte[name.Length];
        name.Replace(dashed, (byte)'_', (byte)'-');
        return Recognise(dashed) is KnownField.ContentLength or KnownField.TransferEncoding;
    }

    // Names are nearly always written like this. If not, the first letter is compared first: names of equal length mostly differ there.
    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known) =>
        name.SequenceEqual(known) || ((name[0] | 0x20) == (known[0] | 0x20) && Ascii.EqualsIgnoreCase(name, known));
}
