using SideBySide.Language;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>Bytes outside quotes that are not part of a word: bash gives them a meaning, or the line was written for another
/// shell.</summary>
internal static class ShellPitfalls
{
    /// <summary>Rejects the byte at a position unless it is part of a word.</summary>
    /// <exception cref="CurlException">The reason.</exception>
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

            // bash expands ~ at a word's beginning, and after = and : as in an assignment, also across a continued line.
            case '~' when isFirst || line[at - 1] is (byte)'=' or (byte)':' or (byte)'\n': throw new CurlException(Texts.ShellDoesMore('~'));
        }

        if (Typographic(rest, isFirst) is { } character)
            throw new CurlException(Texts.TypographicCharacter(character));
    }

    /// <summary>Whether bash expands a <c>$</c>: before a name, a parameter, a command, a number or a text. A continued line may join it to
    /// one.</summary>
    /// <param name="rest">The rest of the line, from the <c>$</c> on.</param>
    /// <param name="isQuoted">Whether the <c>$</c> is in double quotes.</param>
    public static bool IsExpansion(ReadOnlySpan<byte> rest, bool isQuoted) =>
        rest[1..].StartsWith("\\\n"u8) || (rest.Length > 1 && (char.IsAsciiLetterOrDigit((char)rest[1]) || "_({[*@#?$!-"u8.Contains(rest[1]) || (!isQuoted && rest[1] == '"')));

    /// <summary>The byte after a backslash. Only blanks after it mean a failed line continuation.</summary>
    /// <exception cref="CurlException">The line has only blanks after the backslash.</exception>
    public static byte Continued(ReadOnlySpan<byte> rest) =>
        rest[0] is (byte)' ' or (byte)'\t' or (byte)'\r' && EndsLine(rest) ? throw new CurlException(Texts.BlankAfterBackslash) : rest[0];

    private static bool EndsLine(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAnyExcept(" \t\r"u8);
        return end < 0 || rest[end] == '\n';
    }

    // Word processors and chats replace ', ", - and blanks by these characters.
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
