using System.Buffers;
using System.Globalization;
using System.Text;

namespace RawSocketServer;

/// <summary>
/// Converts bytes from a peer to one line of text that is safe to log or print. Characters that could end the line, move the cursor, change
/// the reading direction or imitate a log entry are escaped.
/// </summary>
public static class VisibleBytes
{
    /// <summary>The bytes, in UTF-8, as one line; escaped as in <see cref="Next"/>, including double quotes.</summary>
    /// <param name="bytes">Any bytes.</param>
    /// <param name="limit">The number of bytes shown; the rest is only counted.</param>
    public static string Of(ReadOnlySpan<byte> bytes, int limit = 256)
    {
        var text = new StringBuilder();
        var rest = bytes;
        while (rest.Length > 0 && bytes.Length - rest.Length < limit)
            text.Append(Next(ref rest, out _) is var next and not "\"" ? next : "\\\"");
        return rest.IsEmpty ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $"… (+{rest.Length} bytes)").ToString();
    }

    /// <summary>
    /// Consumes one character: as it is, or as <c>\r</c>, <c>\n</c>, <c>\t</c>, <c>\0</c>, <c>\\</c>, <c>\xNN</c> for other control
    /// characters and for invalid UTF-8, <c>\u{N}</c> for a character that changes the appearance of the text around it.
    /// </summary>
    /// <param name="bytes">At least one byte; consumed bytes are removed.</param>
    /// <param name="isEscape">Whether the result is an escape of an invisible character.</param>
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
        '\\' => "\\\\", // or a peer could imitate escapes
        < 0x80 => Rune.IsControl(rune) ? $"\\x{rune.Value:X2}" : null,
        _ => IsDeceptive(rune) ? $"\\u{{{rune.Value:X}}}" : null,
    };

    private static bool IsDeceptive(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
