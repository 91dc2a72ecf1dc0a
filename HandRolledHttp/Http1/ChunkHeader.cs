using System.Buffers;

namespace HandRolledHttp.Http1;

/// <summary>
/// The line before a chunk's data, RFC 9112 §7.1 and §7.1.1:
/// <code>
/// chunk-size [ chunk-ext ] CRLF
/// chunk-size     = 1*HEXDIG
/// chunk-ext      = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
/// chunk-ext-name = token
/// chunk-ext-val  = token / quoted-string
/// quoted-string  = DQUOTE *( qdtext / quoted-pair ) DQUOTE       RFC 9110 §5.6.4
/// </code>
/// Extensions have no effect here, but every byte of them is checked. A parser that skips to the next line end and a parser that
/// understands quotes find different ends, and an attacker can hide a request between them.
/// </summary>
internal static class ChunkHeader
{
    /// <summary>
    /// 15 hexadecimal digits stay below 2^60; no body is that long. Leading zeros do not count as digits of the size; they count against
    /// the limit for extensions.
    /// </summary>
    public const int MaxSizeDigits = 15;

    private static readonly SearchValues<byte> s_qdText = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Select(i => (byte)i).Where(b => b is Grammar.HTAB or (>= 0x20 and not 0x7F and not (byte)'"' and not (byte)'\\'))]);

    /// <summary>Checks the part of the line that has arrived, from left to right.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="whole">Whether the line is complete.</param>
    /// <param name="maxExtensions">How many bytes may follow the size.</param>
    /// <param name="size">The chunk's size in bytes, if the result is complete.</param>
    public static ParseResult Parse(ReadOnlySpan<byte> line, bool whole, int maxExtensions, out long size)
    {
        size = 0;
        var (digits, significant) = (0, 0);
        for (; digits < line.Length && Grammar.HexValue(line[digits]) is >= 0 and var value; digits++)
        {
            if (significant == MaxSizeDigits || digits == MaxSizeDigits + maxExtensions)
                return ParseResult.Rejected(RejectionReason.ChunkSizeOverflow, 0, digits + 1);
            size = (size << 4) | (uint)value;
            if (size > 0)
                significant++;
        }

        maxExtensions -= Math.Max(0, digits - MaxSizeDigits);

        if (digits == line.Length)
            return End(whole, digits > 0 ? RejectionReason.None : RejectionReason.ChunkSizeInvalid, digits);
        if (digits == 0 || line[digits] is not ((byte)';' or Grammar.SP or Grammar.HTAB))
            return ParseResult.Rejected(Why(line[digits], RejectionReason.ChunkSizeInvalid), digits);

        var overlong = line.Length - digits > maxExtensions;
        var extensions = overlong ? line.Slice(digits, maxExtensions) : line[digits..];
        var result = ParseExtensions(extensions, whole && !overlong, digits);
        return overlong && !result.IsRejected
            ? ParseResult.Rejected(RejectionReason.ChunkExtensionsTooLarge, digits, maxExtensions + 1)
            : result;
    }

    /// <summary>The number of bytes of a valid line that are extensions or leading zeros.</summary>
    public static int ExtensionLength(ReadOnlySpan<byte> line)
    {
        var at = line.IndexOfAny((byte)';', Grammar.SP, Grammar.HTAB);
        return line.Length - Math.Min(at < 0 ? line.Length : at, MaxSizeDigits);
    }

    private static ParseResult ParseExtensions(ReadOnlySpan<byte> bytes, bool whole, int offset)
    {
        var at = 0;
        while (true)
        {
            at += SkipBws(bytes[at..]);
            if (at == bytes.Length)
                return End(whole, RejectionReason.ChunkExtensionInvalid, offset + at); // BWS is allowed only before ";"
            if (bytes[at] != ';')
                return Invalid(bytes, at, offset);
            at++;
            at += SkipBws(bytes[at..]);
            var name = TokenLength(bytes[at..]);
            at += name;
            if (at == bytes.Length)
                return End(whole, name > 0 ? RejectionReason.None : RejectionReason.ChunkExtensionInvalid, offset + at);
            if (name == 0)
                return Invalid(bytes, at, offset);

            var afterBws = at + SkipBws(bytes[at..]);
            if (afterBws == bytes.Length || bytes[afterBws] != '=')
                continue;
            at = afterBws + 1;
            at += SkipBws(bytes[at..]);
            var result = ParseValue(bytes, whole, offset, ref at);
            if (!result.IsComplete || at == bytes.Length)
                return result;
        }
    }

    private static ParseResult ParseValue(ReadOnlySpan<byte> bytes, bool whole, int offset, ref int at)
    {
        if (at == bytes.Length)
            return End(whole, RejectionReason.ChunkExtensionInvalid, offset + at);
        if (bytes[at] != '"')
        {
            var token = TokenLength(bytes[at..]);
            if (token == 0)
                return Invalid(bytes, at, offset);
            at += token;
            return at == bytes.Length ? End(whole, RejectionReason.None, offset + at) : ParseResult.Complete(offset + at);
        }

        at++;
        while (true)
        {
            var text = bytes[at..].IndexOfAnyExcept(s_qdText);
            at = text < 0 ? bytes.Length : at + text;
            if (at == bytes.Length)
                return End(whole, RejectionReason.ChunkExtensionInvalid, offset + at); // the closing quote is missing
            if (bytes[at] == '"')
            {
                at++;
                return at == bytes.Length ? End(whole, RejectionReason.None, offset + at) : ParseResult.Complete(offset + at);
            }

            if (bytes[at] != '\\')
                return Invalid(bytes, at, offset);
            at++; // quoted-pair = "\" ( HTAB / SP / VCHAR / obs-text )
            if (at == bytes.Length)
                return End(whole, RejectionReason.ChunkExtensionInvalid, offset + at);
            if (bytes[at] is < 0x20 and not Grammar.HTAB or 0x7F)
                return Invalid(bytes, at, offset);
            at++;
        }
    }

    // The line ends here. This is its end, an error, or the end of the bytes that have arrived.
    private static ParseResult End(bool whole, RejectionReason faultWhenWhole, int at) =>
        !whole ? ParseResult.NeedMore
        : faultWhenWhole == RejectionReason.None ? ParseResult.Complete(at)
        : ParseResult.Rejected(faultWhenWhole, at, 0);

    private static ParseResult Invalid(ReadOnlySpan<byte> bytes, int at, int offset) =>
        ParseResult.Rejected(Why(bytes[at], RejectionReason.ChunkExtensionInvalid), offset + at);

    private static RejectionReason Why(byte b, RejectionReason otherwise) => b == Grammar.CR ? RejectionReason.BareCr : otherwise;

    private static int SkipBws(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.IndexOfAnyExcept(Grammar.SP, Grammar.HTAB);
        return length < 0 ? bytes.Length : length;
    }

    private static int TokenLength(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.IndexOfAnyExcept(Grammar.TChar);
        return length < 0 ? bytes.Length : length;
    }
}
