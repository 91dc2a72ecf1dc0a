using System.Text;

namespace HandRolledHttp.Http1;

/// <summary>
/// Finds the end of a request's body: the rules of RFC 9112 §6.3 that apply to requests, in their order.
/// <code>
/// Content-Length    = 1*DIGIT                     RFC 9110 §8.6
/// Transfer-Encoding = #transfer-coding            RFC 9112 §6.1
/// </code>
/// Rules 1 and 2 are about responses and CONNECT. If two parsers disagree about the end, an attacker can show them different requests in
/// the same bytes. So every ambiguous request is rejected, and the connection closes.
/// </summary>
internal static class BodyFraming
{
    public static ParseResult Judge(ReadOnlySpan<byte> message, RequestHead head)
    {
        if (head.Contains(KnownField.TransferEncoding))
            return JudgeTransferEncoding(message, head, head.First(KnownField.TransferEncoding));
        if (head.Contains(KnownField.ContentLength))
            return JudgeLength(message, head, head.First(KnownField.ContentLength).Value); // rule 6 (and 5 when it is invalid)

        head.BodyKind = BodyKind.None; // rule 7
        return ParseResult.Complete(head.Length);
    }

    private static ParseResult JudgeTransferEncoding(ReadOnlySpan<byte> message, RequestHead head, in FieldLine first)
    {
        var line = first.Name with { Length = first.Value.End - first.Name.Offset };

        // Rule 3: both fields together are a sign of smuggling. §6.1: HTTP/1.0 has no transfer codings, so the framing is faulty.
        if (head.Contains(KnownField.ContentLength))
            return ParseResult.Rejected(RejectionReason.LengthAndTransferEncoding, line.Offset, line.Length);
        if (head.MinorVersion == 0)
            return ParseResult.Rejected(RejectionReason.TransferEncodingInHttp10, line.Offset, line.Length);

        var seen = default(Codings);
        foreach (ref readonly var field in head.Fields)
        {
            if (field.Known != KnownField.TransferEncoding)
                continue;
            var result = JudgeCodings(message, field.Value, ref seen);
            if (result.IsRejected)
                return result;
        }

        // Rule 4 is a MUST (400) and outranks the SHOULD of §6.1 (501): without chunked at the end, the end of the body is unknown.
        if (!seen.Chunked)
            return ParseResult.Rejected(RejectionReason.ChunkedNotFinal, seen.Last.Offset, seen.Last.Length);
        if (seen.Unknown is { } unknown)
            return ParseResult.Rejected(RejectionReason.TransferCodingUnknown, unknown.Offset, unknown.Length);

        head.BodyKind = BodyKind.Chunked;
        return ParseResult.Complete(head.Length);
    }

    // The list continues over all Transfer-Encoding lines: chunked must be the very last member, and must occur only once (§6.1).
    private static ParseResult JudgeCodings(ReadOnlySpan<byte> message, ByteRange value, ref Codings seen)
    {
        var members = new FieldList(message, value);
        var any = false;
        while (members.MoveNext())
        {
            any = true;
            var coding = members.Current;
            var bytes = coding.Of(message);
            var isChunked = Ascii.EqualsIgnoreCase(bytes, "chunked"u8);
            if (seen.Chunked)
                return ParseResult.Rejected(isChunked ? RejectionReason.ChunkedRepeated : RejectionReason.ChunkedNotFinal, coding.Offset, coding.Length);
            seen.Chunked = isChunked;
            seen.Last = coding;
            if (isChunked)
                continue;

            // No other coding is supported; this only checks that it is well-formed.
            if (!IsUnknownCoding(bytes))
                return ParseResult.Rejected(RejectionReason.TransferEncodingInvalid, coding.Offset, coding.Length);
            seen.Unknown ??= coding;
        }

        return any ? ParseResult.NeedMore : ParseResult.Rejected(RejectionReason.TransferEncodingInvalid, value.Offset, value.Length);
    }

    // transfer-coding = token *( OWS ";" OWS transfer-parameter ); chunked has no parameters (§7.1).
    private static bool IsUnknownCoding(ReadOnlySpan<byte> coding)
    {
        var token = coding.IndexOfAnyExcept(Grammar.TChar);
        if (token < 0)
            return true;
        return token > 0 && coding[token..].TrimStart(" \t"u8).StartsWith(";"u8) && !Ascii.EqualsIgnoreCase(coding[..token], "chunked"u8);
    }

    // Only digits: no sign, no list, no space inside. Leading zeros are digits (1*DIGIT); the number is decimal.
    private static ParseResult JudgeLength(ReadOnlySpan<byte> message, RequestHead head, ByteRange value)
    {
        if (value.Length == 0)
            return ParseResult.Rejected(RejectionReason.ContentLengthInvalid, value.Offset, 0);
        var total = 0L;
        foreach (var b in value.Of(message))
        {
            if (!Grammar.IsDigit(b))
                return ParseResult.Rejected(RejectionReason.ContentLengthInvalid, value.Offset, value.Length);
            var digit = b - '0';
            if (total > (long.MaxValue - digit) / 10)
                return ParseResult.Rejected(RejectionReason.ContentLengthOverflow, value.Offset, value.Length);
            total = total * 10 + digit;
        }

        head.BodyKind = BodyKind.ContentLength;
        head.ContentLength = total;
        return ParseResult.Complete(head.Length);
    }

    /// <summary>The result of the codings so far.</summary>
    private struct Codings
    {
        public bool Chunked;
        public ByteRange Last;
        public ByteRange? Unknown;
    }
}
