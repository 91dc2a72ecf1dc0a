namespace HandRolledHttp.Http1;

/// <summary>
/// RFC 9112 §3:
/// <code>
/// request-line = method SP request-target SP HTTP-version
/// method       = token
/// HTTP-version = "HTTP" "/" DIGIT "." DIGIT
/// </code>
/// Exactly one SP at each place: §3 allows a recipient to split at any white space, but warns of request smuggling. The line is checked
/// from left to right while it arrives: a TLS handshake has no line end to wait for.
/// </summary>
internal static class RequestLine
{
    private const int VersionLength = 8;

    /// <summary>Checks the part of the line that has arrived.</summary>
    /// <param name="message">The message so far.</param>
    /// <param name="line">The line without its end.</param>
    /// <param name="whole">Whether the line is complete.</param>
    /// <param name="limits">The limit of its length.</param>
    /// <param name="head">Receives method, target and version.</param>
    /// <returns>Complete only if the line is complete and valid.</returns>
    public static ParseResult Parse(ReadOnlySpan<byte> message, ByteRange line, bool whole, Limits limits, RequestHead head)
    {
        var result = ParseMethod(line.Of(message), line.Offset, whole, limits.RequestLine - VersionLength - 3, out var methodLength);
        if (!result.IsComplete)
            return result;
        head.MethodRange = new ByteRange(line.Offset, methodLength);

        var target = new ByteRange(result.Offset, line.End - result.Offset);
        var maxTarget = limits.RequestLine - methodLength - VersionLength - 2;
        result = ParseTarget(target.Of(message), target.Offset, whole, maxTarget, out var targetLength);
        if (!result.IsComplete)
            return result;
        head.TargetRange = new ByteRange(target.Offset, targetLength);

        var version = new ByteRange(result.Offset, line.End - result.Offset);
        result = ParseVersion(version.Of(message), version.Offset, whole);
        if (result.IsComplete)
            head.MinorVersion = message[version.End - 1] - '0';
        return result;
    }

    private static ParseResult ParseMethod(ReadOnlySpan<byte> bytes, int offset, bool whole, int maxLength, out int length)
    {
        length = bytes.IndexOfAnyExcept(Grammar.TChar);
        if (length > maxLength || (length < 0 && bytes.Length > maxLength))
            return ParseResult.Rejected(RejectionReason.MethodTooLong, offset, maxLength + 1);
        if (length < 0)
            return whole ? ParseResult.Rejected(RejectionReason.TargetMissing, offset + bytes.Length, 0) : ParseResult.NeedMore;
        if (length > 0 && bytes[length] == Grammar.SP)
            return ParseResult.Complete(offset + length + 1);

        // 0x16 opens a TLS record; no method begins with it.
        var reason = length == 0 && bytes[0] == 0x16 ? RejectionReason.TlsOnPlainPort : Why(bytes[length], RejectionReason.MethodInvalid);
        return ParseResult.Rejected(reason, offset + length);
    }

    private static ParseResult ParseTarget(ReadOnlySpan<byte> bytes, int offset, bool whole, int maxLength, out int length)
    {
        length = bytes.IndexOfAnyExcept(Grammar.TargetChar);
        if (length > maxLength || (length < 0 && bytes.Length > maxLength))
            return ParseResult.Rejected(RejectionReason.TargetTooLong, offset, maxLength + 1);
        if (length < 0 && !whole)
            return ParseResult.NeedMore;
        if (bytes.Length == 0 || length == 0)
            return ParseResult.Rejected(bytes.Length == 0 ? RejectionReason.TargetMissing : WhyNotATarget(bytes[0], first: true), offset, Math.Min(1, bytes.Length));
        if (length < 0)
            return ParseResult.Rejected(RejectionReason.VersionMissing, offset + bytes.Length, 0);
        return bytes[length] == Grammar.SP
            ? ParseResult.Complete(offset + length + 1)
            : ParseResult.Rejected(WhyNotATarget(bytes[length], first: false), offset + length);
    }

    private static ParseResult ParseVersion(ReadOnlySpan<byte> bytes, int offset, bool whole)
    {
        if (whole && bytes.SequenceEqual("HTTP/1.1"u8))
            return ParseResult.Complete(offset + VersionLength); // the most common version
        var form = "HTTP/d.d"u8;
        for (var i = 0; i < bytes.Length; i++)
        {
            var fits = i < form.Length && (form[i] == 'd' ? Grammar.IsDigit(bytes[i]) : bytes[i] == form[i]);
            if (!fits)
                return ParseResult.Rejected(Why(bytes[i], RejectionReason.VersionMalformed), offset + i);
        }

        if (!whole)
            return ParseResult.NeedMore;
        if (bytes.Length < VersionLength)
            return ParseResult.Rejected(bytes.Length == 0 ? RejectionReason.VersionMissing : RejectionReason.VersionMalformed, offset + bytes.Length, 0);

        // RFC 9110 §2.5, §6.2: a higher minor version is served as the highest known; another major version has another syntax.
        return bytes[5] == '1'
            ? ParseResult.Complete(offset + bytes.Length)
            : ParseResult.Rejected(RejectionReason.VersionUnsupported, offset, VersionLength);
    }

    private static RejectionReason WhyNotATarget(byte b, bool first) => b switch
    {
        (byte)'#' => RejectionReason.TargetFragment,
        Grammar.SP when first => RejectionReason.TargetMissing, // two SP in a row
        _ => Why(b, RejectionReason.TargetInvalidCharacter),
    };

    private static RejectionReason Why(byte b, RejectionReason otherwise) => b == Grammar.CR ? RejectionReason.BareCr : otherwise;
}
