namespace HandRolledHttp.Http1;

/// <summary>The fields that mean something to the connection itself, or of which a second line is an error.</summary>
public enum KnownField : byte
{
#pragma warning disable CS1591 // named as the fields are
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

/// <summary>One field line as offsets into the caller's buffer; the value without the white space around it.</summary>
/// <param name="Name">The name as sent.</param>
/// <param name="Value">The value; may be empty.</param>
/// <param name="Known">What the name means here.</param>
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
    /// <summary>Judges one whole line.</summary>
    /// <param name="message">The message so far.</param>
    /// <param name="line">The line without its end.</param>
    /// <param name="field">The field, when the result is complete.</param>
    public static ParseResult Parse(ReadOnlySpan<byte> message, ByteRange line, out FieldLine field)
    {
        field = default;
        var bytes = line.Of(message);
        var nameLength = bytes.IndexOfAnyExcept(Grammar.TChar);
        if (nameLength < 0)
            return ParseResult.Rejected(RejectionReason.ColonMissing, line.End, 0);
        if (bytes[nameLength] != ':')
            return ParseResult.Rejected(WhyNotAName(bytes, nameLength), line.Offset + nameLength);
        if (nameLength == 0)
            return ParseResult.Rejected(RejectionReason.FieldNameEmpty, line.Offset);

        var name = new ByteRange(line.Offset, nameLength);
        var rest = new ByteRange(name.End + 1, line.End - name.End - 1);
        var bad = rest.Of(message).IndexOfAny(Grammar.NotFieldValue);
        if (bad >= 0)
        {
            var reason = message[rest.Offset + bad] == Grammar.CR ? RejectionReason.BareCr : RejectionReason.FieldValueInvalid;
            return ParseResult.Rejected(reason, rest.Offset + bad);
        }

        var known = KnownFields.Recognise(bytes[..nameLength]);
        if (known == KnownField.Other && KnownFields.LooksLikeFraming(bytes[..nameLength]))
            return ParseResult.Rejected(RejectionReason.FieldLookAlike, name.Offset, name.Length);
        field = new FieldLine(name, Grammar.TrimOws(message, rest), known);
        return ParseResult.Complete(line.End);
    }

    // RFC 9112 §5.1: white space before the colon has been a way to smuggle a field past one parser to the next.
    private static RejectionReason WhyNotAName(ReadOnlySpan<byte> line, int at) => line[at] switch
    {
        Grammar.CR => RejectionReason.BareCr,
        Grammar.SP or Grammar.HTAB when line[at..].TrimStart(" \t"u8).StartsWith(":"u8) => RejectionReason.WhitespaceBeforeColon,
        _ => RejectionReason.FieldNameInvalid,
    };
}
