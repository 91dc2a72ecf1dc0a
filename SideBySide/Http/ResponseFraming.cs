using System.Globalization;
using System.Text;
using HandRolledHttp.Http1;

namespace SideBySide.Http;

/// <summary>The rule that determines the end of a response's body.</summary>
internal enum ResponseEnd
{
    /// <summary>There is no body, regardless of the fields.</summary>
    None,

    /// <summary>After the number of bytes in Content-Length.</summary>
    ContentLength,

    /// <summary>After a chunk of size zero.</summary>
    Chunked,

    /// <summary>When the server closes the connection.</summary>
    UntilClose,

    /// <summary>Never: the connection switches to another protocol.</summary>
    Tunnel,

    /// <summary>Unknown: Content-Length is invalid.</summary>
    Unknown,
}

/// <summary>Determines the end of a response's body: RFC 9112 §6.3, the rules for responses, in their order.</summary>
internal static class ResponseFraming
{
    public static (ResponseEnd End, long Length) Judge(
        ReadOnlySpan<byte> stream, int status, string? method, IReadOnlyList<FieldLine> fields)
    {
        if (status == 101 || (method == "CONNECT" && status is >= 200 and < 300))
            return (ResponseEnd.Tunnel, 0); // rule 2, and RFC 9110 §7.8
        if (method == "HEAD" || status is < 200 or 204 or 304)
            return (ResponseEnd.None, 0); // rule 1

        var isCoded = false;
        var isChunked = false;
        foreach (var coding in new FieldList(stream, fields.ToArray(), KnownField.TransferEncoding))
        {
            isCoded = true;
            isChunked = Ascii.EqualsIgnoreCase(coding.Of(stream), "chunked"u8);
        }

        if (isCoded) // rules 3 and 4: it overrides Content-Length; without a final chunked, the body ends with the connection
            return (isChunked ? ResponseEnd.Chunked : ResponseEnd.UntilClose, 0);

        var lengths = Lengths(stream, fields);
        if (lengths.Count == 0)
            return (ResponseEnd.UntilClose, 0); // rule 8
        return Length(lengths[0].Value) is { } length && lengths.TrueForAll(other => Length(other.Value) == length)
            ? (ResponseEnd.ContentLength, length) // rule 6; rule 5 for a repeated value
            : (ResponseEnd.Unknown, 0); // rule 5
    }

    /// <summary>The invalid Content-Length and the reason.</summary>
    public static ParseResult WrongLength(ReadOnlySpan<byte> stream, IReadOnlyList<FieldLine> fields)
    {
        var lengths = Lengths(stream, fields);
        var wrong = lengths.Find(length => Length(length.Value) is null) is { Value: not null } found ? found : lengths[^1];
        var reason = Length(wrong.Value) is not null ? RejectionReason.FieldRepeated
            : wrong.Value.Length > 0 && wrong.Value.All(char.IsAsciiDigit) ? RejectionReason.ContentLengthOverflow
            : RejectionReason.ContentLengthInvalid;
        return ParseResult.Rejected(reason, wrong.Range.Offset, wrong.Range.Length);
    }

    // RFC 9110 §8.6: a value that is repeated in a list or in several lines counts once if all are equal.
    private static List<(string Value, ByteRange Range)> Lengths(ReadOnlySpan<byte> stream, IReadOnlyList<FieldLine> fields)
    {
        var lengths = new List<(string, ByteRange)>();
        foreach (var field in fields.Where(field => field.Known == KnownField.ContentLength))
        {
            foreach (var value in Encoding.Latin1.GetString(field.Value.Of(stream)).Split(','))
                lengths.Add((value.Trim(' ', '\t'), field.Value));
        }

        return lengths;
    }

    private static long? Length(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;
}
