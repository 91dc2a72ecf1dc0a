using System.Globalization;
using System.Text;
using SideBySide.Language;

namespace SideBySide.Wire;

/// <summary>
/// Bytes as editable text: UTF-8 in which <c>\r \n \t \0 \\ \xNN \u{N}</c> are escapes for invisible bytes. Line breaks are layout, not
/// bytes, so that <see cref="Parse"/> restores the bytes of <see cref="VisibleLines.Text"/>.
/// </summary>
public static class EscapedBytes
{
    /// <summary>Parses the text.</summary>
    /// <exception cref="EscapeException">An escape is unknown or incomplete.</exception>
    public static byte[] Parse(string text)
    {
        var bytes = new MemoryStream(text.Length);
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is '\r' or '\n')
                at++;
            else if (text[at] == '\\')
                at = Escape(text, at, bytes);
            else
                at = Plain(text, at, bytes);
        }

        return bytes.ToArray();
    }

    private static int Plain(string text, int at, MemoryStream bytes)
    {
        var end = text.AsSpan(at).IndexOfAny("\r\n\\");
        var plain = end < 0 ? text.AsSpan(at) : text.AsSpan(at, end);
        bytes.Write(Encoding.UTF8.GetBytes(plain.ToString()));
        return at + plain.Length;
    }

    private static int Escape(string text, int at, MemoryStream bytes)
    {
        switch (at + 1 < text.Length ? text[at + 1] : ' ')
        {
            case 'r': bytes.WriteByte((byte)'\r'); return at + 2;
            case 'n': bytes.WriteByte((byte)'\n'); return at + 2;
            case 't': bytes.WriteByte((byte)'\t'); return at + 2;
            case '0': bytes.WriteByte(0); return at + 2;
            case '\\': bytes.WriteByte((byte)'\\'); return at + 2;
            case 'x' when at + 4 <= text.Length && byte.TryParse(text.AsSpan(at + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value):
                bytes.WriteByte(value);
                return at + 4;
            case 'u' when text.AsSpan(at + 2) is ['{', .. var rest] && rest.IndexOf('}') is > 0 and <= 6 and var digits
                && int.TryParse(rest[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code):
                bytes.Write(Encoding.UTF8.GetBytes(new Rune(code).ToString()));
                return at + 4 + digits;
            default:
                throw new EscapeException(text[at..Math.Min(at + 4, text.Length)], at);
        }
    }
}

/// <summary>An invalid escape. The message is one sentence in the user's language.</summary>
/// <param name="escape">The backslash and the text after it.</param>
/// <param name="offset">The position of the backslash, in characters.</param>
public sealed class EscapeException(string escape, int offset) : FormatException(Texts.BadEscape(escape).ToString())
{
    /// <summary>The backslash and the text after it.</summary>
    public string Escape => escape;

    /// <summary>The position of the backslash, in characters.</summary>
    public int Offset => offset;
}

/// <summary>Converts the line ends of editors to those of HTTP.</summary>
public static class LineEnds
{
    /// <summary>Inserts a CR before each LF without one.</summary>
    public static byte[] ToCrLf(ReadOnlySpan<byte> text)
    {
        var converted = new List<byte>(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r'))
                converted.Add((byte)'\r');
            converted.Add(text[i]);
        }

        return [.. converted];
    }
}
