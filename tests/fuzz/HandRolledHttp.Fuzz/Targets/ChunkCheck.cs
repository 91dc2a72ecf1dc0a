using System.Globalization;
using HandRolledHttp.Http1;
using static HandRolledHttp.Fuzz.Targets.FindingException;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// Checks a decoded chunked body with a second, simple reader: sizes, line ends and content, without quotes and extensions. If both readers
/// find the same boundaries, nothing can be hidden between them.
/// </summary>
internal static class ChunkCheck
{
    /// <summary>Checks a complete body.</summary>
    /// <param name="body">The body, from the size of its first chunk to the empty line at its end.</param>
    /// <param name="content">The decoded content.</param>
    /// <param name="section">The trailer section, including the empty line at its end.</param>
    /// <param name="trailers">The parsed trailer fields.</param>
    public static void Verify(ReadOnlySpan<byte> body, ReadOnlySpan<byte> content, ReadOnlySpan<byte> section, ReadOnlySpan<FieldLine> trailers)
    {
        while (true)
        {
            var line = TakeLine(ref body);
            var end = line.IndexOfAny(";\t "u8);
            var digits = end < 0 ? line : line[..end];
            Require(int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size), "A chunk's size is no number.");
            if (size == 0)
                break;
            Require(size <= body.Length && size <= content.Length && body[..size].SequenceEqual(content[..size]), "A chunk's data is not the content.");
            content = content[size..];
            body = body[size..];
            Require(TakeLine(ref body).IsEmpty, "A chunk's data does not end where its size says.");
        }

        Require(content.IsEmpty, "There is more content than chunks.");
        Require(body.SequenceEqual(section), "The trailer section begins elsewhere.");
        foreach (ref readonly var trailer in trailers)
        {
            var line = TakeLine(ref body);
            Require(line.IndexOf((byte)':') is var colon && trailer.Name.Of(section).SequenceEqual(line[..colon]), "A trailer's name is another one.");
            Require(trailer.Value.Of(section).SequenceEqual(line[(colon + 1)..].Trim(" \t"u8)), "A trailer's value is another one.");
        }

        Require(TakeLine(ref body).IsEmpty && body.IsEmpty, "The body ends elsewhere.");
    }

    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        Require(end >= 0 && bytes[end..].StartsWith("\r\n"u8), "A line in a chunked body does not end with CR LF.");
        var line = bytes[..end];
        bytes = bytes[(end + 2)..];
        return line;
    }
}
