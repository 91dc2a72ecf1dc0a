using SideBySide.Language;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>What is no word outside of quotes: bash would do more there, or another program than bash was meant to read it.</summary>
internal static class ShellPitfalls
{
    /// <summary>Refuses the byte at a position when it is not simply a part of a word.</summary>
    /// <exception cref="CurlException">Why it is not.</exception>
    public static void Check(ReadOnlySpan<byte> line, int at, bool isFirst)
    {
        var rest = line[at..];
        switch ((char)rest[0])
        {
            case '\0': throw new CurlException(Texts.NulInCommand);
            case '^': throw new CurlException(Texts.WindowsCaret);
            case '`' when EndsLine(rest[1..]): throw new CurlException(Texts.PowerShellBacktick);
            case '\r' when rest.Length == 1 || rest[1] == '\n': throw new CurlException(Texts.CarriageReturnEndsLine);
            case '|' or '&' or ';' or '<' or '>' or '(' or ')' or '`' or '{': throw new CurlException(Texts.ShellDoesMore((char)rest[0]));

            // ~ is a folder at a word's beginning, and after = and : as in an assignment; a line may have been continued between.
            case '~' when isFirst || line[at - 1] is (byte)'=' or (byte)':' or (byte)'\n': throw new CurlException(Texts.ShellDoesMore('~'));
        }

        if (Typographic(rest, isFirst) is { } character)
            throw new CurlException(Texts.TypographicCharacter(character));
    }

    /// <summary>Whether bash puts something in the place of a <c>$</c>: a name, a parameter, a command, a number or another text. A line that is continued
    /// behind it may join it to one.</summary>
    /// <param name="rest">Begins with the <c>$</c>.</param>
    /// <param name="isQuoted">Whether it stands in double quotes.</param>
    public static bool IsExpansion(ReadOnlySpan<byte> rest, bool isQuoted) =>
        rest[1..].StartsWith("\\\n"u8) || (rest.Length > 1 && (char.IsAsciiLetterOrDigit((char)rest[1]) || "_({[*@#?$!-"u8.Contains(rest[1]) || (!isQuoted && rest[1] == '"')));

    /// <summary>The byte after a backslash. Blanks up to the end of the line mean that the line was to be continued.</summary>
    /// <exception cref="CurlException">The line was to be continued.</exception>
    public static byte Continued(ReadOnlySpan<byte> rest) =>
        rest[0] is (byte)' ' or (byte)'\t' or (byte)'\r' && EndsLine(rest) ? throw new CurlException(Texts.BlankAfterBackslash) : rest[0];

    private static bool EndsLine(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAnyExcept(" \t\r"u8);
        return end < 0 || rest[end] == '\n';
    }

    // What word processors and chats put in the place of ' and " and - and of a blank.
    private static string? Typographic(ReadOnlySpan<byte> rest, bool isFirst)
    {
        foreach (var character in (string[])["‘", "’", "‚", "‛", "“", "”", "„", "‟", "＂", "＇", "\u00a0", "\u3000", .. isFirst ? (string[])["‐", "‑", "‒", "–", "—", "−"] : []])
        {
            if (rest.StartsWith(System.Text.Encoding.UTF8.GetBytes(character)))
                return character;
        }

        return null;
    }
}
