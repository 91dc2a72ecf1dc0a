namespace HandRolledHttp.Http1;

/// <summary>The fields that this server interprets, or that must not occur twice.</summary>
public enum KnownField : byte
{
#pragma warning disable CS1591 // named like the fields
    Other,
    Host,
    ContentLength,
    TransferEncoding,
    Connection,
    Expect,
    ContentType,
    ContentLocation,
    Authorization,
    Date,
    From,
    IfMatch,
    IfNoneMatch,
    IfModifiedSince,
    IfUnmodifiedSince,
    IfRange,
    MaxForwards,
    Range,
    Referer,
    UserAgent,
#pragma warning restore CS1591
}

/// <summary>One field line, as offsets into the caller's buffer; the value without surrounding white space.</summary>
/// <param name="Name">The name as sent.</param>
/// <param name="Value">The value; may be empty.</param>
/// <param name="Known">The field, if this server interprets it.</param>
public readonly record struct FieldLine(ByteRange Name, ByteRange Value, KnownField Known);

/// <summary>
/// RFC 9112 §5:
/// <code>
/// field-line = field-name ":" OWS field-value OWS
/// field-name = token
/// </code>
/// </summary>
internal static class FieldLineParser
{
    /// <summary>Parses one complete line.</summary>
    /// <param name="message">The message so far.</param>
    /// <param name="start">The offset of the line.</param>
    /// <param name="end">The offset of its line end.</param>
    /// <param name="field">The field, if the result is complete.</param>
    public static ParseResult Parse(ReadOnlySpan<byte> message, int start, int end, ref FieldLine field)
    {
        var line = message[start..end];
        var colon = line.IndexOfAnyExcept(Grammar.TChar);
        if (colon < 0)
            return ParseResult.Rejected(RejectionReason.ColonMissing, end, 0);
        if (line[colon] != ':')
            return ParseResult.Rejected(WhyNotAName(line, colon), start + colon);
        if (colon == 0)
            return ParseResult.Rejected(RejectionReason.FieldNameEmpty, start);

        var bad = line[(colon + 1)..].IndexOfAny(Grammar.NotFieldValue);
        if (bad >= 0)
        {
            var reason = line[colon + 1 + bad] == Grammar.CR ? RejectionReason.BareCr : RejectionReason.FieldValueInvalid;
            return ParseResult.Rejected(reason, start + colon + 1 + bad);
        }

        var name = line[..colon];
        var known = KnownFields.Recognise(name);
        if (known == KnownField.Other && KnownFields.LooksLikeFraming(name))
            return ParseResult.Rejected(RejectionReason.FieldLookAlike, start, name.Length);
        field = new FieldLine(new ByteRange(start, name.Length), Grammar.TrimOws(message, start + colon + 1, end), known);
        return ParseResult.Complete(end);
    }

    // RFC 9112 §5.1: white space before the colon lets an attacker smuggle a field past one parser to the next.
    private static RejectionReason WhyNotAName(ReadOnlySpan<byte> line, int at) => line[at] switch
    {
        Grammar.CR => RejectionReason.BareCr,
        Grammar.SP or Grammar.HTAB when line[at..].TrimStart(" \t"u8).StartsWith(":"u8) => RejectionReason.WhitespaceBeforeColon,
        _ => RejectionReason.FieldNameInvalid,
    };
}
