using System.Globalization;
using System.Text;
using SideBySide.Language;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>A word of a command line, as bytes: <c>$'\xff'</c> is not valid text.</summary>
/// <param name="Bytes">The bytes without quotes.</param>
internal sealed record ShellWord(byte[] Bytes)
{
    /// <summary>For display only: bytes that are not UTF-8 are lost.</summary>
    public string Text { get; } = Encoding.UTF8.GetString(Bytes);
}

/// <summary>
/// Splits a command line into words as bash does: <c>'…'</c>, <c>"…"</c>, <c>$'…'</c>, <c>\</c>, a line continued after <c>\</c>, comments.
/// A line break ends the command. Nothing is expanded or executed: the rest of bash's grammar is rejected by name.
/// </summary>
internal sealed class ShellWords
{
    private readonly byte[] _line;
    private readonly MemoryStream _word = new();
    private readonly List<ShellWord> _words = [];
    private bool _isInWord;
    private bool _isEnded;
    private int _at;

    private ShellWords(string line) => _line = Encoding.UTF8.GetBytes(line);

    private ReadOnlySpan<byte> Rest => _line.AsSpan(_at);

    /// <exception cref="CurlException">A quote is not closed, or the line needs more of bash than splitting.</exception>
    public static IReadOnlyList<ShellWord> Split(string line)
    {
        var words = new ShellWords(line);
        while (words._at < words._line.Length)
            words.Next();
        words.End();
        return words._words;
    }

    private void Next()
    {
        var octet = _line[_at];
        if (octet is (byte)' ' or (byte)'\t' or (byte)'\n' || (octet == ';' && IsLast()))
            Separator(octet);
        else if (octet == '#' && !_isInWord)
            _at += Rest.IndexOf((byte)'\n') is >= 0 and var comment ? comment : Rest.Length;
        else if (_isEnded)
            throw new CurlException(Texts.SeveralCommands);
        else
            Word(octet);
    }

    // "curl … ;" is one command.
    private bool IsLast() => Rest[1..].IndexOfAnyExcept(" \t\n"u8) < 0;

    private void Separator(byte octet)
    {
        End();
        _isEnded |= octet is (byte)'\n' or (byte)';' && _words.Count > 0;
        _at++;
    }

    private void Word(byte octet)
    {
        switch (octet)
        {
            case (byte)'\'': SingleQuoted(); break;
            case (byte)'"': DoubleQuoted(); break;
            case (byte)'$' when Rest.StartsWith("$'"u8): AnsiQuoted(); break;
            case (byte)'$' when ShellPitfalls.IsExpansion(Rest, isQuoted: false): throw new CurlException(Texts.ShellDoesMore('$'));
            case (byte)'\\': Escaped(); break;
            default:
                ShellPitfalls.Check(_line, _at, isFirst: !_isInWord);
                Add(octet);
                _at++;
                break;
        }
    }

    private void SingleQuoted()
    {
        var end = Rest[1..].IndexOf((byte)'\'');
        if (end < 0)
            throw new CurlException(Texts.QuoteNotClosed('\''));
        Add(Rest.Slice(1, end));
        _at += end + 2;
    }

    // Inside double quotes a backslash is special only before these characters.
    private void DoubleQuoted()
    {
        for (_at++; ; _at++)
        {
            var end = Rest.IndexOfAny("\"\\$`"u8);
            if (end < 0)
                throw new CurlException(Texts.QuoteNotClosed('"'));
            Add(Rest[..end]);
            _at += end;
            switch (Rest)
            {
                case [(byte)'"', ..]: _at++; return;
                case [(byte)'\\', (byte)'"' or (byte)'\\' or (byte)'$' or (byte)'`', ..]: Add(_line[++_at]); break;
                case [(byte)'\\', (byte)'\n', ..]: _at++; break;
                case [(byte)'`', ..]: throw new CurlException(Texts.ShellDoesMore('`'));
                case [(byte)'$', ..] when ShellPitfalls.IsExpansion(Rest, isQuoted: true): throw new CurlException(Texts.ShellDoesMore('$'));
                default: Add(_line[_at]); break;
            }
        }
    }

    private void Escaped()
    {
        if (Rest.Length == 1)
            throw new CurlException(Texts.QuoteNotClosed('\\'));
        if (_line[_at + 1] != '\n')
            Add(ShellPitfalls.Continued(Rest[1..]));
        _at += 2;
    }

    private void AnsiQuoted()
    {
        for (_at += 2; ;)
        {
            var end = Rest.IndexOfAny((byte)'\'', (byte)'\\');
            if (end < 0 || (_line[_at + end] == '\\' && _at + end + 1 == _line.Length))
                throw new CurlException(Texts.QuoteNotClosed('\''));
            Add(Rest[..end]);
            _at += end + 1;
            if (_line[_at - 1] == '\'')
                return;
            Add(AnsiEscape.Read(Rest, out var length));
            _at += length;
        }
    }

    private void Add(byte octet) => Add([octet]);

    private void Add(ReadOnlySpan<byte> bytes)
    {
        _isInWord = true;
        _word.Write(bytes);
    }

    private void End()
    {
        if (_isInWord)
            _words.Add(new ShellWord(_word.ToArray()));
        _word.SetLength(0);
        _isInWord = false;
    }
}

/// <summary>
/// The bytes after a backslash inside <c>$'…'</c>, by bash's rules: <c>\a \b \e \f \n \r \t \v \\ \' \" \?</c>, one to three octal digits,
/// <c>\xH[H]</c>, <c>\uH[HHH]</c>, <c>\UH[HHHHHHH]</c>. bash ends the word at a NUL, so a NUL is rejected.
/// </summary>
internal static class AnsiEscape
{
    /// <summary>The bytes of an escape.</summary>
    /// <param name="text">The text after the backslash; at least one byte.</param>
    /// <param name="length">The number of bytes of <paramref name="text"/> in the escape.</param>
    /// <exception cref="CurlException">The escape is unknown to bash or means NUL.</exception>
    public static byte[] Read(ReadOnlySpan<byte> text, out int length)
    {
        length = 1;
        return (char)text[0] switch
        {
            'a' => [7],
            'b' => [8],
            'e' or 'E' => [27],
            'f' => [12],
            'n' => [10],
            'r' => [13],
            't' => [9],
            'v' => [11],
            '\\' or '\'' or '"' or '?' => [text[0]],
            >= '0' and <= '7' => [(byte)Number(text, 0, 3, 8, out length)],
            'x' => [(byte)Number(text, 1, 2, 16, out length)],
            'u' => Character(Number(text, 1, 4, 16, out length)),
            'U' => Character(Number(text, 1, 8, 16, out length)),
            _ => throw Unknown(text),
        };
    }

    private static uint Number(ReadOnlySpan<byte> text, int from, int most, uint radix, out int length)
    {
        var value = 0u;
        for (length = from; length < text.Length && length < from + most && Digit(text[length]) is var digit && digit < radix; length++)
            value = (value * radix) + digit;
        var isByte = radix == 8 || text[0] == 'x';
        return length == from || (isByte ? value & 0xff : value) == 0 || value > 0x10ffff ? throw Unknown(text[..length]) : value;
    }

    private static uint Digit(byte octet) =>
        char.IsAsciiHexDigit((char)octet) ? uint.Parse([(char)octet], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : uint.MaxValue;

    // bash encodes each half of a surrogate pair as three bytes: \ud83d\ude00 becomes six bytes, which are not UTF-8.
    private static byte[] Character(uint code) => code is >= 0xd800 and <= 0xdfff
        ? [(byte)(0xe0 | (code >> 12)), (byte)(0x80 | ((code >> 6) & 0x3f)), (byte)(0x80 | (code & 0x3f))]
        : Encoding.UTF8.GetBytes(new Rune(code).ToString());

    private static CurlException Unknown(ReadOnlySpan<byte> text) =>
        new(Texts.UnknownShellEscape($"\\{(text[0] < 0x80 ? Encoding.ASCII.GetString(text[0] is (byte)'x' or (byte)'u' or (byte)'U' or (>= (byte)'0' and <= (byte)'7') ? text : text[..1]) : "…")}"));
}
