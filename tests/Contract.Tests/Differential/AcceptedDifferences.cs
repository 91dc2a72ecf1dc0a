using TestKit.Generator;

namespace Contract.Tests.Differential;

/// <summary>A class of accepted differences.</summary>
/// <param name="Name">The kind of input.</param>
/// <param name="Clause">The rule that justifies HandRolledHttp, and Kestrel's behaviour.</param>
/// <param name="Recognises">Recognises the class by the bytes and both responses.</param>
internal sealed record AcceptedDifference(string Name, string Clause, Func<Finding, bool> Recognises)
{
    /// <summary>HandRolledHttp correctly rejects for one of these reasons, and Kestrel serves.</summary>
    public static AcceptedDifference Stricter(string name, string clause, string pattern, params string[] reasons) =>
        new(name, clause, finding => finding.Refused(reasons) && finding.KestrelServed && finding.Has(pattern));

    /// <summary>HandRolledHttp correctly serves, and Kestrel rejects.</summary>
    public static AcceptedDifference Wider(string name, string clause, string pattern) =>
        new(name, clause, finding => finding.OnlyKestrelRefused && finding.Has(pattern));

    /// <summary>Both reject, with different classes of status.</summary>
    public static AcceptedDifference OtherStatus(string name, string clause, string pattern, int kestrel, params string[] reasons) =>
        new(name, clause, finding => finding.Refused(reasons) && finding.Kestrel?.Status == kestrel && finding.Has(pattern));

    /// <summary>Both serve, and read this aspect differently.</summary>
    public static AcceptedDifference OtherUnderstanding(string name, string clause, string pattern, string aspect) =>
        new(name, clause, finding => finding.Aspect == aspect && finding.Has(pattern));
}

/// <summary>
/// All ways in which HandRolledHttp and Kestrel may read the same bytes differently. A difference in no class fails the test; so does a
/// class that never occurs.
/// </summary>
internal static class AcceptedDifferences
{
    private const string HeadOf = @"(^|\n)[^\r\n ]+ ";

    public static AcceptedDifference[] All { get; } =
    [
        // The request line
        AcceptedDifference.Stricter(
            "many empty lines", "RFC 9112 §2.2: at least one is to be ignored; without a bound, empty lines are free for the client and not for the server.",
            @"(\r\n){9}", "TooManyEmptyLines"),
        AcceptedDifference.Stricter(
            "a control character in the target",
            "RFC 9112 §3.2: no white space and no control characters; RFC 3986 §2 allows neither. Kestrel passes them on.",
            HeadOf + @"[^\r\n ]*[^!-~]", "TargetInvalidCharacter"),
        AcceptedDifference.Stricter("a fragment", "RFC 9112 §3.2: neither origin-form nor absolute-URI has one. Kestrel takes # for a part of the path.",
            HeadOf + @"[^\r\n ]*#", "TargetFragment"),
        AcceptedDifference.Stricter(
            "a target in no form",
            "RFC 9112 §3.2: absolute-form is an absolute-URI with an authority. Kestrel takes scheme:rest, or any URI that .NET can read.",
            HeadOf + @"[^/* \r\n]", "TargetFormInvalid", "TargetScheme", "TargetAuthority", "HttpsOnCleartext"),
        new(
            "* without OPTIONS",
            "RFC 9112 §3.2.4: asterisk-form is for a server-wide OPTIONS only. Kestrel lets any method that it does not know have it, "
                + "and says 405 to the others before it looks at what follows.",
            finding => finding.Has(HeadOf + @"\* HTTP")
                && (finding.Refused("TargetAsterisk") ? finding.KestrelServed : finding is { Kestrel.Status: 405, HandRolled: null or { WasRefused: true } })),
        AcceptedDifference.Stricter(
            "CONNECT to no host:port", "RFC 9112 §3.2.3: authority-form only, so a path is the client's error before the method is the server's lack.",
            @"(^|\n)CONNECT ", "TargetConnect"),
        AcceptedDifference.Stricter(
            "an escape that is none", "RFC 3986 §2.1: % HEXDIG HEXDIG in a path, and no NUL (§7.3). Kestrel leaves what it cannot decode as it is.",
            HeadOf + @"[^\r\n ]*%((?![0-9A-Fa-f]{2})|00)", "TargetEscape"),
        new(
            "a path that is no UTF-8",
            "RFC 9112 §3.2, RFC 3629 §3: a valid target that names nothing here. Kestrel leaves what it cannot decode as it is, and a route may take it.",
            finding => finding is { HandRolled.Status: 404 } && finding.Has(HeadOf + @"[^\r\n ?]*%[89A-Fa-f]")),
        AcceptedDifference.Stricter(
            "more than one space",
            "RFC 9112 §3: a single SP; leniency there can result in request smuggling. Kestrel overlooks a second one before the version.",
            @"(^|\n)[^\r\n]+  HTTP/1", "VersionMalformed"),
        AcceptedDifference.Stricter(
            "no space before the version",
            "RFC 9112 §3: method SP request-target SP HTTP-version. Kestrel takes the last eight bytes of the line for the version.",
            @" [^ \r\n]+HTTP/1\.[01]\r\n", "VersionMissing"),
        AcceptedDifference.Stricter(
            "a carriage return before the request line", "RFC 9112 §2.2: a bare CR is invalid or a space, and an empty line is CRLF. Kestrel overlooks it.",
            @"(^|[^\n]|\n)\r[^\n]", "BareCr"),
        new("a higher minor version", "RFC 9110 §2.5: processed as the highest minor version of the same major version that is implemented. Kestrel says 505.",
            finding => finding is { HandRolled: not null, Kestrel.Status: 505 } && finding.Has(@" \S+ HTTP/1\.[2-9]\r\n")),
        AcceptedDifference.OtherStatus(
            "a version that is none",
            "RFC 9112 §2.3: that is a malformed line, 400; 505 is for a version that is one (RFC 9110 §15.6.6). Kestrel says 505 to both.",
            HeadOf + @"(?!\S+ HTTP/\d\.\d\r\n)", 505, "VersionMalformed", "BareCr", "VersionMissing", "TargetInvalidCharacter"),
        new(
            "an encoded separator",
            "RFC 3986 §2.2: %2F is data in a segment, not a separator, so no route can mean it: 404 by hand. Kestrel keeps %2F and decodes %5C.",
            finding => finding.HandRolled?.Status == 404 && finding.KestrelServed && finding.Has(HeadOf + "[^?\r\n ]*%(2[Ff]|5[Cc])")),
        AcceptedDifference.OtherUnderstanding(
            "a backslash in an absolute target",
            "RFC 3986 §3.3: no separator; it is kept. Kestrel reads absolute targets with System.Uri, which makes it a slash.",
            HeadOf + @"(?i:http)://[^\r\n ]*\\", "path"),

        // Line ends and fields
        AcceptedDifference.Stricter(
            "a bare line feed", "RFC 9112 §2.2: a recipient MAY take it for a line end; two that differ in this see different requests. Kestrel takes it.",
            @"(^|[^\r])\n", "BareLf"),
        new("a line feed left over from a body", "RFC 9112 §2.2: the body ended where its length said, so this is a bare line feed too.",
            finding => finding.Refused("BareLf") && finding.KestrelServed && MessageEnd.LeavesLineFeed(finding.Bytes)),
        AcceptedDifference.Stricter("a field name that is no token", "RFC 9110 §5.1: token. Kestrel takes some delimiters and all bytes above 127.",
            @"\n[^\r\n:]*[^!#$%&'*+\-.^_`|~0-9A-Za-z:\r\n][^\r\n:]*:", "FieldNameInvalid"),
        AcceptedDifference.Stricter(
            "a control character in a field", "RFC 9110 §5.5: CTL are invalid, and NUL, CR and LF dangerous. Kestrel stops at NUL, CR and LF.",
            @":[^\r\n]*[\x01-\x08\x0B-\x1F\x7F]", "FieldValueInvalid"),
        AcceptedDifference.Stricter(
            "a look-alike of a framing field",
            "RFC 9110 §16.3.2.1 warns of names that differ by an underscore only: behind CGI they are one. Kestrel takes it for any field.",
            @"(?i)\n(content_length|transfer_encoding):", "FieldLookAlike"),
        AcceptedDifference.Stricter(
            "a repeated singleton", "RFC 9110 §5.3: only fields with list syntax may come in several lines. Kestrel leaves the choice to the application.",
            @"(?i)\n([a-z-]+):.*\n\1:", "FieldRepeated"),
        AcceptedDifference.Stricter("an unknown expectation", "RFC 9110 §10.1.1: 417 MAY be answered. Kestrel ignores it.",
            @"(?i)\nexpect:", "ExpectationUnknown"),
        AcceptedDifference.Stricter(
            "a Host that names no host",
            "RFC 9112 §3.2: 400 for a field value that is no uri-host with an optional port. Kestrel looks at the characters only.",
            @"(?i)\nhost:", "HostInvalid"),
        AcceptedDifference.Wider(
            "zeros in front of a chunk size",
            "RFC 9112 §7.1: chunk-size = 1*HEXDIG, and zeros are digits. Kestrel counts them as it counts others, up to ten.",
            @"\r\n0{8,}[0-9A-Fa-f]*[\r;]"),
        AcceptedDifference.Wider("an empty port", "RFC 3986 §3.2.3: port = *DIGIT. Kestrel wants a digit.",
            @"(?i)\nhost: [^\r\n]+:\r\n"),
        AcceptedDifference.Wider(
            "a Host of an unusual form",
            "RFC 3986 §3.2.2: a reg-name may contain sub-delims and escapes, and [::] is an IPv6address. "
                + "Kestrel knows letters, digits, a few signs and longer addresses.",
            @"(?i)\nhost:[ \t]*([^\r\n]*[%,()!$&'*+;=]|\[::\])"),
        AcceptedDifference.Wider("an absolute target and another Host", "RFC 9112 §3.2.2: the received Host MUST be ignored. Kestrel compares the two.",
            @" (?i:http)://"),
        AcceptedDifference.Wider("a field that is no UTF-8", "RFC 9110 §5.5: obs-text is opaque data. Kestrel refuses what it cannot decode.",
            @"\n[^\r\n:]+:[^\r\n]*[\x80-\xFF]"),
        AcceptedDifference.OtherUnderstanding(
            "Connection in other words",
            "RFC 9110 §7.6.1: a list without case and with empty members. Kestrel shows its own spelling instead of what was sent.",
            @"(?i)\nconnection:", "fields"),

        // Framing
        AcceptedDifference.Wider(
            "no length in HTTP/1.0",
            "RFC 9112 §6.3 rule 7: without both fields the body is empty. Kestrel wants a length for POST and PUT, as RFC 1945 did for any body (§7.2.2).",
            @"(^|\n)(POST|PUT) [^\r\n]+ HTTP/1\.0\r\n"),
        AcceptedDifference.Stricter("a length that is no number", "RFC 9110 §8.6: 1*DIGIT. Kestrel takes signs and white space of many kinds.",
            @"(?i)\ncontent-length:[ \t]*([^\r\n]*[^0-9\r\n\t ]|\r)", "ContentLengthInvalid"),
        AcceptedDifference.OtherUnderstanding(
            "leading zeros", "RFC 9110 §8.6: digits, the value is the same. Kestrel shows the number, by hand the field is as it was sent.",
            @"(?i)\ncontent-length:[ \t]*0+[0-9]", "fields"),
        AcceptedDifference.Stricter("both framings", "RFC 9112 §6.1: MAY be rejected, and ought to be handled as an error. Kestrel obeys Transfer-Encoding.",
            @"(?i)\ncontent-length:.*\ntransfer-encoding:|\ntransfer-encoding:.*\ncontent-length:", "LengthAndTransferEncoding"),
        AcceptedDifference.Stricter("chunked in HTTP/1.0", "RFC 9112 §6.1: the framing is to be treated as faulty. Kestrel decodes it.",
            @"(?i) HTTP/1\.0\r?\n.*transfer-encoding:", "TransferEncodingInHttp10"),
        AcceptedDifference.Stricter(
            "chunked twice", "RFC 9112 §6.1: a sender MUST NOT; a chunked body within a chunked body would be passed on undecoded. Kestrel decodes once.",
            @"(?i)transfer-encoding:[ \t]*chunked.*chunked", "ChunkedRepeated"),
        AcceptedDifference.Stricter(
            "a coding that is not known before chunked", "RFC 9112 §6.1: 501. Kestrel looks at the last coding only and passes on what it did not decode.",
            @"(?i)transfer-encoding:[^\r\n]*,[ \t]*chunked|transfer-encoding:.*transfer-encoding:", "TransferCodingUnknown"),
        AcceptedDifference.OtherStatus("a coding that is not known", "RFC 9112 §6.1: 501. Kestrel says 400, since the last coding is not chunked.",
            @"(?i)transfer-encoding:", 400, "TransferCodingUnknown"),
        AcceptedDifference.Stricter(
            "a Transfer-Encoding that is none",
            "RFC 9112 §6.1, §7.1: a list of codings, and chunked has no parameters. "
                + "Two that read it differently see different bodies. Kestrel ignores an empty one.",
            @"(?i)transfer-encoding:[ \t]*\r\n", "TransferEncodingInvalid"),
        AcceptedDifference.Wider(
            "white space before a chunk extension", "RFC 9112 §7.1.1: BWS, which RFC 9110 §5.6.3 tells a recipient to accept. Kestrel refuses.",
            @"\r\n[0-9A-Fa-f]+[ \t]+;"),
        AcceptedDifference.Stricter(
            "a chunk extension that is none",
            "RFC 9112 §7.1.1: name and value are tokens or quoted strings. Kestrel skips to the next line end, whatever the quotes say.",
            @"\r\n[0-9A-Fa-f]+[ \t;]", "ChunkExtensionInvalid", "BareCr", "BareLf"),
        AcceptedDifference.Stricter("a large chunk extension", "RFC 9112 §7.1.1: a recipient ought to limit their length. Kestrel's limit is that of the body.",
            @"\r\n[0-9A-Fa-f]+;[^\r\n]{4096}", "ChunkExtensionsTooLarge"),
        AcceptedDifference.OtherUnderstanding(
            "a forbidden trailer",
            "RFC 9110 §6.5.1: MUST NOT be merged or obeyed when it is about framing, routing, "
                + "authentication or content; by hand it is dropped. Kestrel hands it over.",
            @"(?i)\r\n0+(;[^\r\n]*)?\r\n.*(content-length|host|transfer-encoding|cookie|authorization):", "trailers"),
        AcceptedDifference.OtherUnderstanding("an empty trailer", "RFC 9110 §5.5: a value may be empty. Kestrel drops such a trailer, though not such a field.",
            @"\r\n0+(;[^\r\n]*)?\r\n.*:[ \t]*\r\n", "trailers"),
        new("a broken body", "RFC 9112 §7.1: the client's error, 400. Kestrel's exception passes through the handler and becomes 500.",
            finding => finding.Refused("TransferEncodingInHttp10", "FieldValueInvalid", "ChunkSizeOverflow", "ColonMissing", "FieldNameEmpty", "BareLf")
                && finding.Kestrel?.Status == 500
                && finding.Has(@"(?i)transfer-encoding:[ \t]*chunked")),

        // The end of the connection
        new(
            "a body that nobody reads",
            "RFC 9112 §9.3: read the rest or close. By hand the rest is checked like any body, "
                + "and a client that waits for 100 (RFC 9110 §10.1.1) may send it or not, so then the connection ends. Kestrel guesses, and checks less.",
            finding => finding.HandRolled is null != finding.Kestrel is null
                && finding.Has(@"(?i)(^|\n|\W)(?-i:(?!GET |HEAD |POST ))\S+ \S+ HTTP/1\.\d\r\n.*\n(expect:[ \t]*100-continue|transfer-encoding:)")),
        new("broken, and then cut", "RFC 9112 §2.2: the 400 is due as soon as the head is wrong. Kestrel looks at the end of the connection first.",
            finding => finding.HandRolled is { WasRefused: true } && finding.Kestrel is null && MessageEnd.IsMissing(finding.Bytes)),
        new(
            "cut within a message",
            "RFC 9112 §8: a server MAY answer an incomplete message before it closes; "
                + "by hand it just closes, since nobody is known to listen. Kestrel says 400.",
            finding => finding.HandRolled is null && finding.Kestrel is { WasRefused: true } && MessageEnd.IsMissing(finding.Bytes)),
    ];
}
