using System.Globalization;
using System.Text;
using HandRolledHttp.Http1;

namespace SideBySide.Http;

/// <summary>How the end of a response's body is found.</summary>
internal enum ResponseEnd
{
    /// <summary>There is no body, whatever the fields say.</summary>
    None,

    /// <summary>After a number of bytes that is told in advance.</summary>
    ContentLength,

    /// <summary>After a chunk of size zero.</summary>
    Chunked,

    /// <summary>When the server finishes sending.</summary>
    UntilClose,

    /// <summary>Never: from here on another protocol is spoken.</summary>
    Tunnel,

    /// <summary>Nobody can tell: Content-Length is not a number.</summary>
    Unknown,
}

/// <summary>Where a response's body ends: RFC 9112 §6.3, the rules for responses, in their order.</summary>
internal static class ResponseFraming
{
    public static (ResponseEnd End, long Length) Judge(ReadOnlySpan<byte> stream, int status, string? method, IReadOnlyList<FieldLine> fields)
    {
        if (status == 101 || (method == "CONNECT" && status is >= 200 and < 300))
            return (ResponseEnd.Tunnel, 0); // rule 2, and RFC 9110 §7.8
        if (method == "HEAD" || status is < 200 or 204 or 304)
            return (ResponseEnd.None, 0); // rule 1

        var isCoded = false;
        var isChunked = false;
        foreach (var field in fields.Where(field => field.Known == KnownField.TransferEncoding))
        {
            var codings = new FieldList(stream, field.Value);
            while (codings.MoveNext())
            {
                isCoded = true;
                isChunked = Ascii.EqualsIgnoreCase(codings.Current.Of(stream), "chunked"u8);
            }
        }

        if (isCoded) // rules 3 and 4: it outranks Content-Length, and without chunked at its end only the connection's end is one
            return (isChunked ? ResponseEnd.Chunked : ResponseEnd.UntilClose, 0);

        var lengths = Lengths(stream, fields);
        if (lengths.Count == 0)
            return (ResponseEnd.UntilClose, 0); // rule 8
        return Length(lengths[0].Value) is { } length && lengths.TrueForAll(other => Length(other.Value) == length)
            ? (ResponseEnd.ContentLength, length) // rule 6, and rule 5 for one that is repeated
            : (ResponseEnd.Unknown, 0); // rule 5
    }

    /// <summary>Which Content-Length is wrong, and why.</summary>
    public static ParseResult WrongLength(ReadOnlySpan<byte> stream, IReadOnlyList<FieldLine> fields)
    {
        var lengths = Lengths(stream, fields);
        var wrong = lengths.Find(length => Length(length.Value) is null) is { Value: not null } found ? found : lengths[^1];
        var reason = Length(wrong.Value) is not null ? RejectionReason.FieldRepeated
            : wrong.Value.Length > 0 && wrong.Value.All(char.IsAsciiDigit) ? RejectionReason.ContentLengthOverflow
            : RejectionReason.ContentLengthInvalid;
        return ParseResult.Rejected(reason, wrong.Range.Offset, wrong.Range.Length);
    }

    // RFC 9110 §8.6: one that is repeated, in a list or in lines of its own, counts once when all are the same.
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

    private static long? Length(string value) => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;
}
