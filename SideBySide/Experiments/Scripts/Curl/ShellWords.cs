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
