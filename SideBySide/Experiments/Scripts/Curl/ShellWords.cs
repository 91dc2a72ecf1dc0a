using System.Globalization;
using System.Text;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>A word of a command line. Bytes, since <c>$'\xff'</c> need not be text.</summary>
/// <param name="Bytes">Without its quotes.</param>
internal sealed record ShellWord(byte[] Bytes)
{
    public string Text { get; } = Encoding.UTF8.GetString(Bytes);
}

/// <summary>
/// Cuts a command line into words as a POSIX shell does: <c>'…'</c>, <c>"…"</c>, <c>\</c>, a line continued after <c>\</c>, and <c>$'…'</c>,
/// which browsers write. Nothing is expanded or run: what a shell would do beyond cutting is refused.
/// </summary>
internal sealed class ShellWords
{
    private readonly string _line;
    private readonly MemoryStream _word = new();
    private readonly List<ShellWord> _words = [];
    private bool _isInWord;
    private int _at;

    private ShellWords(string line) => _line = line.ReplaceLineEndings("\n");

    /// <exception cref="CurlException">A quote is not closed, or the shell would do more than cut.</exception>
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
        switch (_line[_at])
        {
            case ' ' or '\t' or '\n': End(); _at++; break;
            case '\'': Quoted(Closing('\'', _at + 1), 1); break;
            case '"': DoubleQuoted(); break;
            case '$' when _at + 1 < _line.Length && _line[_at + 1] == '\'': AnsiQuoted(); break;
            case '\\': Escaped(); break;
            case '|' or '&' or ';' or '<' or '>' or '(' or ')' or '`' or '$': throw new CurlException(Texts.ShellDoesMore(_line[_at]));
            case '#' when !_isInWord: _at = _line.IndexOf('\n', _at) is > 0 and var end ? end : _line.Length; break;
            default: Add(_line[_at] is var c && char.IsHighSurrogate(c) && _at + 1 < _line.Length ? _line.Substring(_at++, 2) : c.ToString()); _at++; break;
        }
    }

    private void Quoted(int end, int opening)
    {
        Add(_line[(_at + opening)..end]);
        _at = end + 1;
    }

    // Inside of double quotes a backslash means something only before these.
    private void DoubleQuoted()
    {
        Add("");
        for (_at++; ; _at++)
        {
            var end = _line.AsSpan(_at).IndexOfAny("\"\\$`");
            if (end < 0)
                throw new CurlException(Texts.QuoteNotClosed('"'));
            Add(_line.Substring(_at, end));
            _at += end;
            switch (_line[_at])
            {
                case '"': _at++; return;
                case '\\' when _at + 1 < _line.Length && _line[_at + 1] is '"' or '\\' or '$' or '`': Add(_line[++_at].ToString()); break;
                case '\\' when _at + 1 < _line.Length && _line[_at + 1] == '\n': _at++; break;
                case '\\': Add("\\"); break;
                case var other: throw new CurlException(Texts.ShellDoesMore(other));
            }
        }
    }

    private void Escaped()
    {
        if (_at + 1 >= _line.Length)
            throw new CurlException(Texts.QuoteNotClosed('\\'));
        if (_line[_at + 1] != '\n')
            Add(_line[_at + 1].ToString());
        _at += 2;
    }

    private void AnsiQuoted()
    {
        Add("");
        for (_at += 2; ; _at++)
        {
            var end = _line.AsSpan(_at).IndexOfAny('\'', '\\');
            if (end < 0 || (_at + end + 1 >= _line.Length && _line[_at + end] == '\\'))
                throw new CurlException(Texts.QuoteNotClosed('\''));
            Add(_line.Substring(_at, end));
            _at += end;
            if (_line[_at] == '\'')
            {
                _at++;
                return;
            }

            AnsiEscape(_line[++_at]);
        }
    }

    private void AnsiEscape(char escape)
    {
        switch (escape)
        {
            case 'n': Add("\n"); break;
            case 'r': Add("\r"); break;
            case 't': Add("\t"); break;
            case 'x': _word.WriteByte((byte)Hex(2)); break;
            case 'u': Add(Character()); break;
            case '0': _word.WriteByte(0); break;
            case '\\' or '\'' or '"' or '?': Add(escape.ToString()); break;
            default: throw new CurlException(Texts.UnknownShellEscape($"\\{escape}"));
        }
    }

    private int Hex(int most)
    {
        var end = _at + 1;
        while (end < _line.Length && end <= _at + most && char.IsAsciiHexDigit(_line[end]))
            end++;
        if (end == _at + 1)
            throw new CurlException(Texts.UnknownShellEscape($"\\{_line[_at]}"));
        var value = int.Parse(_line.AsSpan(_at + 1, end - _at - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        _at = end - 1;
        return value;
    }

    // Beyond the first 65,536 characters browsers write two: \ud83d\ude00.
    private string Character()
    {
        var first = (char)Hex(4);
        if (!char.IsHighSurrogate(first) || !_line.AsSpan(_at + 1).StartsWith("\\u"))
            return first.ToString();
        _at += 2;
        return $"{first}{(char)Hex(4)}";
    }

    private int Closing(char quote, int from) => _line.IndexOf(quote, from) is >= 0 and var end ? end : throw new CurlException(Texts.QuoteNotClosed(quote));

    private void Add(string text)
    {
        _isInWord = true;
        _word.Write(Encoding.UTF8.GetBytes(text));
    }

    private void End()
    {
        if (_isInWord)
            _words.Add(new ShellWord(_word.ToArray()));
        _word.SetLength(0);
        _isInWord = false;
    }
}
