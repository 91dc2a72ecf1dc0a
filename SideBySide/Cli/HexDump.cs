using System.Globalization;
using System.Text;

namespace SideBySide.Cli;

/// <summary>Binary bytes in the format of xxd: offset, hexadecimal, ASCII.</summary>
internal static class HexDump
{
    private const int PerLine = 16;

    /// <summary>One line for each 16 bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="offset">The offset of the first byte.</param>
    public static IEnumerable<string> Lines(ReadOnlyMemory<byte> bytes, long offset = 0)
    {
        for (var at = 0; at < bytes.Length; at += PerLine)
            yield return Line(bytes.Span.Slice(at, Math.Min(PerLine, bytes.Length - at)), offset + at);
    }

    private static string Line(ReadOnlySpan<byte> bytes, long offset)
    {
        var line = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{offset:x8}: ");
        for (var i = 0; i < PerLine; i++)
            _ = line.Append(i < bytes.Length ? bytes[i].ToString("x2", CultureInfo.InvariantCulture) : "  ").Append(i % 2 == 1 ? " " : "");
        _ = line.Append(' ');
        foreach (var b in bytes)
            _ = line.Append(b is >= 0x20 and < 0x7F ? (char)b : '.');
        return line.ToString();
    }
}
