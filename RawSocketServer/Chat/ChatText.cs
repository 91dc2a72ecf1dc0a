using System.Globalization;
using System.Text;

namespace RawSocketServer.Chat;

/// <summary>
/// Makes text safe for other members: control characters are shown, not executed. So no message moves a cursor, clears a screen, begins a
/// second line or reverses the reading direction.
/// </summary>
public static class ChatText
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>
    /// C0 controls and DEL become their symbols (<c>␛</c>); C1 controls, format characters (including bidirectional controls) and the line
    /// and paragraph separators become <c>&lt;U+202E&gt;</c>. The two joiners stay: Persian, Hindi and many emoji need them.
    /// </summary>
    /// <param name="text">One line.</param>
    public static string Shown(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                < 0x20 => shown.Append((char)(0x2400 + rune.Value)),
                0x7F => shown.Append('\u2421'),
                _ when IsObeyed(rune) => shown.Append(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>"),
                _ => shown.Append(rune.ToString()),
            };
        }

        return shown.ToString();
    }

    /// <summary>Whether a text is a valid name: 1 to 32 letters, marks (not first), digits, <c>_</c>, <c>-</c>, <c>.</c></summary>
    public static bool IsName(string text)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (++length > ChatProtocol.MaxName || !(Rune.IsLetterOrDigit(rune) || (length > 1 && IsInsideName(rune))))
                return false;
        }

        return length > 0;
    }

    private static bool IsInsideName(Rune rune) => rune.Value is '_' or '-' or '.'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsObeyed(Rune rune) => rune.Value is not (ZeroWidthJoiner or ZeroWidthNonJoiner) && Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
