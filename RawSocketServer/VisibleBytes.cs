using System.Buffers;
using System.Globalization;
using System.Text;

namespace RawSocketServer;

/// <summary>
/// Bytes from a peer as one line of text that is safe to log or to print: what could end the line, move the cursor, turn the
/// reading direction or pretend to be a log entry of its own is escaped.
/// </summary>
public static class VisibleBytes
{
    /// <summary>The bytes, in UTF-8, as one line; escaped as <see cref="Next"/> does it, and double quotes too.</summary>
    /// <param name="bytes">Anything.</param>
    /// <param name="limit">Bytes shown; the rest is only counted.</param>
    public static string Of(ReadOnlySpan<byte> bytes, int limit = 256)
    {
        var text = new StringBuilder();
        var rest = bytes;
        while (rest.Length > 0 && bytes.Length - rest.Length < limit)
            text.Append(Next(ref rest, out _) is var next and not "\"" ? next : "\\\"");
        return rest.IsEmpty ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $"… (+{rest.Length} bytes)").ToString();
    }

    /// <summary>
    /// Takes one character from the front: as it is, or as <c>\r</c>, <c>\n</c>, <c>\t</c>, <c>\0</c>, <c>\\</c>, <c>\xNN</c> for other control
    /// characters and for bytes that are no UTF-8, <c>\u{N}</c> for what would change how the text around it looks.
    /// </summary>
    /// <param name="bytes">At least one byte; what was taken is cut off.</param>
    /// <param name="isEscape">Whether the result stands for something that shows nothing by itself.</param>
    public static string Next(ref ReadOnlySpan<byte> bytes, out bool isEscape)
    {
        var isText = Rune.DecodeFromUtf8(bytes, out var rune, out var length) == OperationStatus.Done;
        var escape = isText ? Escape(rune) : string.Concat(bytes[..length].ToArray().Select(b => $"\\x{b:X2}"));
        bytes = bytes[length..];
        isEscape = escape is not null;
        return escape ?? rune.ToString();
    }

    private static string? Escape(Rune rune) => rune.Value switch
    {
        '\r' => "\\r",
        '\n' => "\\n",
        '\t' => "\\t",
        '\0' => "\\0",
        '\\' => "\\\\", // or a peer could write escapes that are none
        < 0x80 => Rune.IsControl(rune) ? $"\\x{rune.Value:X2}" : null,
        _ => IsDeceptive(rune) ? $"\\u{{{rune.Value:X}}}" : null,
    };

    private static bool IsDeceptive(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
