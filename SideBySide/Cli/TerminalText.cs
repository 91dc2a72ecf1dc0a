using System.Globalization;
using System.Text;

namespace SideBySide.Cli;

/// <summary>Text in columns of a terminal: a Chinese character takes two, and a Chinese line may break almost anywhere.</summary>
public static class TerminalText
{
    // Characters that must not begin a line.
    private const string NeverFirst = "，。；：、？！）】》”’,.;:?!)";

    // Characters that must not end a line.
    private const string NeverLast = "（【《“‘(";

    /// <summary>The last column of a page of text.</summary>
    public const int Right = 78;

    /// <summary>The number of columns of a text.</summary>
    public static int Width(string text) => text.EnumerateRunes().Sum(Width);

    /// <summary>The number of columns of a character: 0, 1 or 2.</summary>
    public static int Width(Rune rune) => rune.Value switch
    {
        >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0x303E or >= 0x3041 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3
            or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE4F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6
            or >= 0x1F300 and <= 0x1F64F or >= 0x1F900 and <= 0x1F9FF or >= 0x20000 and <= 0x3FFFD => 2,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? 0 : 1,
    };

    /// <summary>The text, padded with spaces on the right.</summary>
    public static string Pad(string text, int columns) => text + new string(' ', Math.Max(0, columns - Width(text)));

    /// <summary>The text, padded with spaces on the left.</summary>
    public static string PadLeft(string text, int columns) => new string(' ', Math.Max(0, columns - Width(text))) + text;

    /// <summary>A row of a table: a name, and numbers that end in their columns.</summary>
    /// <param name="name">The name.</param>
    /// <param name="nameWidth">The width of the column with the name.</param>
    /// <param name="cells">The numbers.</param>
    /// <param name="widths">The widths of their columns.</param>
    /// <param name="paint">The colour of the name.</param>
    public static string Row(string name, int nameWidth, IEnumerable<string> cells, IEnumerable<int> widths, Func<string, string>? paint = null)
    {
        name = Pad(name, nameWidth);
        var numbers = cells.Zip(widths, (cell, width) => PadLeft(cell, Math.Max(width, Width(cell) + 1)));
        return (paint is null ? name : paint(name)) + string.Concat(numbers) + "\n";
    }

    /// <summary>A paragraph up to <see cref="Right"/>, with a line end after each line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">The columns before each line.</param>
    /// <param name="paint">The colour.</param>
    /// <param name="lead">Begins the first line instead of spaces; as wide as they are.</param>
    public static string Paragraph(string text, int indent = 2, Func<string, string>? paint = null, string? lead = null)
    {
        var paragraph = new StringBuilder();
        foreach (var line in text.Split('\n').SelectMany(part => Wrap(part, Right - indent)))
        {
            _ = paragraph.Append(lead ?? new string(' ', indent)).Append(paint is null ? line : paint(line)).Append('\n');
            lead = null;
        }

        return paragraph.ToString();
    }

    /// <summary>Breaks a paragraph into lines of at most <paramref name="width"/> columns.</summary>
    public static IEnumerable<string> Wrap(string paragraph, int width)
    {
        var line = new StringBuilder();
        foreach (var word in Words(paragraph))
        {
            if (line.Length > 0 && Width(line.ToString()) + Width(word.TrimEnd()) > width)
            {
                yield return line.ToString().TrimEnd();
                _ = line.Clear();
            }

            _ = line.Append(word);
        }

        if (line.Length > 0)
            yield return line.ToString().TrimEnd();
    }

    /// <summary>Cuts text without spaces, such as a long field line, into pieces of at most <paramref name="width"/> columns.</summary>
    public static IEnumerable<string> Cut(string text, int width)
    {
        var piece = new StringBuilder();
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (used + Width(rune) > width)
            {
                yield return piece.ToString();
                _ = piece.Clear();
                used = 0;
            }

            _ = piece.Append(rune.ToString());
            used += Width(rune);
        }

        if (piece.Length > 0)
            yield return piece.ToString();
    }

    // The smallest unbreakable parts: a word with the space after it, or a wide character with its punctuation.
    private static IEnumerable<string> Words(string paragraph)
    {
        var word = new StringBuilder();
        Rune? last = null;
        foreach (var rune in paragraph.EnumerateRunes())
        {
            if (last is { } before && MayBreakBetween(before, rune))
            {
                yield return word.ToString();
                _ = word.Clear();
            }

            _ = word.Append(rune.ToString());
            last = rune;
        }

        if (word.Length > 0)
            yield return word.ToString();
    }

    private static bool MayBreakBetween(Rune before, Rune after)
    {
        if (after.Value == ' ')
            return false;
        if (before.Value == ' ')
            return true;
        return (Width(before) == 2 || Width(after) == 2)
            && !NeverFirst.Contains(after.ToString(), StringComparison.Ordinal)
            && !NeverLast.Contains(before.ToString(), StringComparison.Ordinal);
    }
}

/// <summary>The few colours of the terminal; none without a terminal.</summary>
/// <param name="isOn">Whether to write escape sequences.</param>
public sealed class AnsiStyle(bool isOn)
{
    /// <summary>Colours only on a terminal, and not with NO_COLOR (https://no-color.org).</summary>
    public static AnsiStyle OfConsole() => new(
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb");

    /// <summary>A heading.</summary>
    public string Strong(string text) => Paint("1", text);

    /// <summary>Secondary text.</summary>
    public string Quiet(string text) => Paint("2", text);

    /// <summary>Sent bytes.</summary>
    public string Sent(string text) => Paint("36", text);

    /// <summary>Received bytes.</summary>
    public string Received(string text) => Paint("32", text);

    /// <summary>A warning.</summary>
    public string Alarm(string text) => Paint("33", text);

    private string Paint(string code, string text) => isOn && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
