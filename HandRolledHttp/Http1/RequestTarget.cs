using System.Text;

namespace HandRolledHttp.Http1;

/// <summary>
/// RFC 9112 §3.2:
/// <code>
/// request-target = origin-form / absolute-form / authority-form / asterisk-form
/// origin-form    = absolute-path [ "?" query ]
/// absolute-form  = absolute-URI            ; here: "http" or "https" "://" authority path-abempty [ "?" query ]
/// authority-form = uri-host ":" port       ; only with CONNECT
/// asterisk-form  = "*"                     ; only with OPTIONS
/// </code>
/// </summary>
internal static class RequestTarget
{
    public static ParseResult Parse(ReadOnlySpan<byte> message, RequestHead head, bool secure)
    {
        var target = head.TargetRange;
        var bytes = target.Of(message);
        var method = head.MethodRange.Of(message);
        if (method.SequenceEqual("CONNECT"u8))
            return ParseAuthorityForm(message, head);
        if (bytes[0] == '/')
            return SplitPath(message, head, target);
        if (bytes.SequenceEqual("*"u8))
        {
            if (!method.SequenceEqual("OPTIONS"u8))
                return ParseResult.Rejected(RejectionReason.TargetAsterisk, target.Offset);
            head.TargetForm = TargetForm.Asterisk;
            head.IsServerWide = true;
            return ParseResult.Complete(target.End);
        }

        return ParseAbsoluteForm(message, head, secure);
    }

    // CONNECT gets 501 later, since this is not a proxy. A target that is not host:port is rejected first.
    private static ParseResult ParseAuthorityForm(ReadOnlySpan<byte> message, RequestHead head)
    {
        head.TargetForm = TargetForm.Authority;
        head.AuthorityRange = head.TargetRange;
        var bytes = head.TargetRange.Of(message);
        var hasPort = Grammar.IsDigit(bytes[^1]) && bytes.LastIndexOf((byte)':') > bytes.LastIndexOf((byte)']');
        return hasPort && HostField.IsValid(bytes)
            ? ParseResult.Complete(head.TargetRange.End)
            : ParseResult.Rejected(RejectionReason.TargetConnect, head.TargetRange.Offset, head.TargetRange.Length);
    }

    private static ParseResult ParseAbsoluteForm(ReadOnlySpan<byte> message, RequestHead head, bool secure)
    {
        var target = head.TargetRange;
        var bytes = target.Of(message);
        var schemeLength = bytes.IndexOf("://"u8);
        if (schemeLength < 0)
            return ParseResult.Rejected(RejectionReason.TargetFormInvalid, target.Offset, target.Length);

        // Scheme names are case-insensitive (RFC 9110 §4.2.3).
        var scheme = bytes[..schemeLength];
        var https = Ascii.EqualsIgnoreCase(scheme, "https"u8);
        if (!https && !Ascii.EqualsIgnoreCase(scheme, "http"u8))
            return ParseResult.Rejected(RejectionReason.TargetScheme, target.Offset, schemeLength);

        // RFC 9110 §7.4: if a server accepts https requests without TLS, anyone on the path can fake a secure request.
        if (https && !secure)
            return ParseResult.Rejected(RejectionReason.HttpsOnCleartext, target.Offset, schemeLength);

        var authorityStart = schemeLength + 3;
        var authorityLength = bytes[authorityStart..].IndexOfAny((byte)'/', (byte)'?');
        if (authorityLength < 0)
            authorityLength = bytes.Length - authorityStart;
        head.TargetForm = TargetForm.Absolute;
        head.AuthorityRange = new ByteRange(target.Offset + authorityStart, authorityLength);

        // An http URI without a host is invalid (RFC 9110 §4.2.1). User information in one is suspicious (§4.2.4), and no host contains
        // "@".
        var authority = head.AuthorityRange.Of(message);
        if (authority.Length == 0 || authority[0] == ':' || !HostField.IsValid(authority))
            return ParseResult.Rejected(RejectionReason.TargetAuthority, head.AuthorityRange.Offset, authorityLength);
        head.IsServerWide = head.AuthorityRange.End == target.End && head.MethodRange.Of(message).SequenceEqual("OPTIONS"u8);
        return SplitPath(message, head, new ByteRange(head.AuthorityRange.End, target.End - head.AuthorityRange.End));
    }

    private static ParseResult SplitPath(ReadOnlySpan<byte> message, RequestHead head, ByteRange pathAndQuery)
    {
        var bytes = pathAndQuery.Of(message);
        var question = bytes.IndexOf((byte)'?');
        head.PathRange = question < 0 ? pathAndQuery : pathAndQuery with { Length = question };
        if (question >= 0)
            head.QueryRange = new ByteRange(head.PathRange.End + 1, bytes.Length - question - 1);

        // Strict in the path, because it names a resource. In a query, browsers send a % as typed (WHATWG URL Standard), and it is not a
        // delimiter.
        var path = head.PathRange.Of(message);
        var bad = PercentEncoding.FindInvalid(path);
        if (bad >= 0)
            return ParseResult.Rejected(RejectionReason.TargetEscape, pathAndQuery.Offset + bad, Math.Min(3, path.Length - bad));
        return head.Path.Set(message, head.PathRange);
    }
}
