using System.Globalization;
using System.Text;

namespace SideBySide.Wire;

/// <summary>
/// Text with escapes, back to bytes: the other direction of <see cref="Visible"/>. Known are <c>\r \n \t \0 \\ \xHH \u{H…}</c>; everything else
/// stands for itself, in UTF-8. Line breaks are only layout, since a line that shall be sent ends with <c>\r\n</c> in letters.
/// </summary>
public static class EscapedText
{
    /// <summary>Decodes it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">The bytes; empty when the text is wrong.</param>
    /// <returns>The index of the first backslash that begins no escape, or -1.</returns>
    public static int TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        var decoded = new List<byte>(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (text[i] is '\r' or '\n')
            {
                i++;
            }
            else if (text[i] != '\\')
            {
                var next = text.AsSpan(i).IndexOfAny('\\', '\r', '\n');
                var end = next < 0 ? text.Length : i + next;
                decoded.AddRange(Encoding.UTF8.GetBytes(text[i..end]));
                i = end;
            }
            else if (Escape(text.AsSpan(i + 1), decoded) is > 0 and var length)
            {
                i += 1 + length;
            }
            else
            {
                return i;
            }
        }

        bytes = [.. decoded];
        return -1;
    }

    // How many characters after the backslash belong to the escape; 0 when it is none.
    private static int Escape(ReadOnlySpan<char> text, List<byte> decoded)
    {
        if (text.IsEmpty)
            return 0;
        switch (text[0])
        {
            case 'r':
                decoded.Add((byte)'\r');
                return 1;
            case 'n':
                decoded.Add((byte)'\n');
                return 1;
            case 't':
                decoded.Add((byte)'\t');
                return 1;
            case '0':
                decoded.Add(0);
                return 1;
            case '\\':
                decoded.Add((byte)'\\');
                return 1;
            case 'x' when text.Length >= 3 && byte.TryParse(text[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value):
                decoded.Add(value);
                return 3;
            case 'u' when text.Length >= 2 && text[1] == '{' && text.IndexOf('}') is >= 3 and <= 8 and var close
                && int.TryParse(text[2..close], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var scalar) && Rune.IsValid(scalar):
                decoded.AddRange(Encoding.UTF8.GetBytes(new Rune(scalar).ToString()));
                return close + 1;
            default:
                return 0;
        }
    }
}
