using System.Globalization;
using System.Text;
using RawSocketServer;

namespace SideBySide.Http;

/// <summary>Bytes of a message as text in which nothing hides, cut when they are many.</summary>
internal static class VisibleText
{
    private const int ShownBytes = 240;

    /// <summary>The bytes on one line, escaped as <see cref="VisibleBytes.Next"/> does.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        var text = new StringBuilder();
        while (rest.Length > 0 && bytes.Length - rest.Length < ShownBytes)
            _ = text.Append(VisibleBytes.Next(ref rest, out _));
        return rest.IsEmpty ? text.ToString() : text.Append('…').ToString();
    }

    /// <summary>The same for text.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The bytes in hexadecimal.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes)
    {
        var shown = bytes[..Math.Min(bytes.Length, ShownBytes)].ToArray();
        var text = string.Join(' ', shown.Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
        return shown.Length < bytes.Length ? text + " …" : text;
    }
}
