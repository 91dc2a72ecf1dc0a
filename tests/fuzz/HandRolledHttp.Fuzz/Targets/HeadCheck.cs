using System.Globalization;
using System.Text;
using HandRolledHttp.Http1;
using static HandRolledHttp.Fuzz.Targets.FindingException;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// Checks a parsed head: its ranges must restore the message byte for byte, and the derived values must follow from the fields. It
/// deliberately shares no rule with the parser.
/// </summary>
internal static class HeadCheck
{
    public static void Verify(ReadOnlySpan<byte> message, RequestHead head)
    {
        Require(head.Length > 0 && head.Length <= message.Length, "The head is longer than what arrived.");
        RequireSameBytes(message[..head.Length], head);
        RequireFraming(message, head);
        RequireTamePath(message, head);
    }

    // empty-lines method SP target SP HTTP/1.x CRLF *( name ":" white-space value white-space CRLF ) CRLF
    private static void RequireSameBytes(ReadOnlySpan<byte> bytes, RequestHead head)
    {
        var at = 0;
        while (at < head.MethodRange.Offset)
            Expect(bytes, ref at, "\r\n"u8);
        Expect(bytes, ref at, head.MethodRange);
        Expect(bytes, ref at, " "u8);
        Expect(bytes, ref at, head.TargetRange);
        Expect(bytes, ref at, " HTTP/1."u8);
        Require(bytes[at++] - '0' == head.MinorVersion, "The minor version is another one.");
        Expect(bytes, ref at, "\r\n"u8);
        foreach (ref readonly var field in head.Fields)
        {
            Require(field.Name.Length > 0, "A field has no name.");
            Expect(bytes, ref at, field.Name);
            Expect(bytes, ref at, ":"u8);
            SkipWhiteSpace(bytes, ref at);
            if (field.Value.Length > 0)
                Expect(bytes, ref at, field.Value);
            SkipWhiteSpace(bytes, ref at);
            Expect(bytes, ref at, "\r\n"u8);
        }

        Expect(bytes, ref at, "\r\n"u8);
        Require(at == bytes.Length, "The head ends elsewhere.");
    }

    private static void RequireFraming(ReadOnlySpan<byte> message, RequestHead head)
    {
        var (hosts, lengths, codings) = (0, 0, 0);
        var length = 0L;
        foreach (ref readonly var field in head.Fields)
        {
            var name = field.Name.Of(message);
            var value = field.Value.Of(message);
            foreach (var b in value)
                Require(b is >= 0x20 and not 0x7F or (byte)'\t', "A value has a control character.");
            if (Ascii.EqualsIgnoreCase(name, "host"))
                hosts++;
            if (Ascii.EqualsIgnoreCase(name, "transfer-encoding"))
            {
                codings++;
                Require(Ascii.EqualsIgnoreCase(value.Trim(", \t"u8), "chunked") || value.Trim(", \t"u8).IsEmpty, "A coding was taken that is not chunked.");
            }

            if (Ascii.EqualsIgnoreCase(name, "content-length"))
            {
                lengths++;
                Require(long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out length), "A length was taken that is no number.");
            }
        }

        Require(hosts <= 1 && (hosts == 1 || head.MinorVersion == 0), "The Host fields are not as many as they must be.");
        Require(lengths <= 1 && (codings == 0 || lengths == 0), "Two framings were taken at once.");
        Require((head.BodyKind == BodyKind.Chunked) == (codings > 0), "The framing is not what Transfer-Encoding says.");
        Require((head.BodyKind == BodyKind.ContentLength) == (lengths > 0), "The framing is not what Content-Length says.");
        Require(head.ContentLength == length, "The length is not what Content-Length says.");
        Require(head.MinorVersion > 0 || (codings == 0 && !head.ExpectsContinue), "HTTP/1.0 knows neither codings nor expectations.");
    }

    // No encoding may let a path leave a folder.
    private static void RequireTamePath(ReadOnlySpan<byte> message, RequestHead head)
    {
        if (head.TargetForm is not (TargetForm.Origin or TargetForm.Absolute))
            return;
        var path = head.Path.Of(message);
        Require(path.Length > 0 && path[0] == '/', "The path does not begin with a slash.");
        Require(path.Length <= Math.Max(1, head.TargetRange.Length), "The path is longer than its target.");
        Require(!path.Contains((byte)0), "The path has a NUL.");
        if (head.Path.NamesNothing)
            return; // matches no route
        foreach (var range in path.Split((byte)'/'))
            Require(!path[range].SequenceEqual("."u8) && !path[range].SequenceEqual(".."u8), "The path has a dot segment.");
    }

    private static void SkipWhiteSpace(ReadOnlySpan<byte> bytes, ref int at)
    {
        while (at < bytes.Length && bytes[at] is (byte)' ' or (byte)'\t')
            at++;
    }

    private static void Expect(ReadOnlySpan<byte> bytes, ref int at, ByteRange range)
    {
        Require(range.Offset == at && range.Length >= 0 && range.End <= bytes.Length, "A range does not begin where the one before it ended.");
        at = range.End;
    }

    private static void Expect(ReadOnlySpan<byte> bytes, ref int at, ReadOnlySpan<byte> expected)
    {
        Require(bytes[at..].StartsWith(expected), "Something else stands between two ranges.");
        at += expected.Length;
    }
}
