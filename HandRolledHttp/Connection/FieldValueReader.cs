using System.Text;
using HandRolledHttp.Http1;

namespace HandRolledHttp.Connection;

// token         = 1*tchar                                                    RFC 9110 §5.6.2
// OWS           = *( SP / HTAB )                                             RFC 9110 §5.6.3
// quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE                    RFC 9110 §5.6.4
// qdtext        = HTAB / SP / %x21 / %x23-5B / %x5D-7E / obs-text
// quoted-pair   = "\" ( HTAB / SP / VCHAR / obs-text )

/// <summary>Reads the elements of field values, from left to right.</summary>
/// <param name="text">A field value.</param>
internal ref struct FieldValueReader(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    /// <summary>Whether all text is consumed.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Whether the text is exactly one token.</summary>
    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(Grammar.TCharOfText);

    /// <summary>Skips optional whitespace.</summary>
    public void SkipOws() => _rest = _rest.TrimStart(" \t");

    /// <summary>Consumes the given character if it is next.</summary>
    public bool TryTake(char expected)
    {
        if (_rest.IsEmpty || _rest[0] != expected)
            return false;
        _rest = _rest[1..];
        return true;
    }

    /// <summary>Consumes a token; empty if none is next.</summary>
    public ReadOnlySpan<char> Token()
    {
        var end = _rest.IndexOfAnyExcept(Grammar.TCharOfText);
        var token = end < 0 ? _rest : _rest[..end];
        _rest = _rest[token.Length..];
        return token;
    }

    /// <summary>Consumes a quoted-string.</summary>
    /// <param name="raw">The text between the quotes, with its escapes.</param>
    /// <returns>False, with nothing consumed, if no well-formed quoted-string is next.</returns>
    public bool TryQuoted(out ReadOnlySpan<char> raw)
    {
        raw = default;
        if (_rest.IsEmpty || _rest[0] != '"')
            return false;

        for (var i = 1; i < _rest.Length; i++)
        {
            if (_rest[i] == '"')
            {
                raw = _rest[1..i];
                _rest = _rest[(i + 1)..];
                return true;
            }

            if (_rest[i] == '\\' && ++i == _rest.Length)
                return false;
            if (char.IsControl(_rest[i]) && _rest[i] is not '\t' and < '\x80')
                return false;
        }

        return false;
    }

    /// <summary>
    /// Consumes the text between two quotes, in which a backslash is an ordinary character, as browsers write it in forms.
    /// </summary>
    /// <param name="raw">The text between the quotes.</param>
    /// <returns>False, with nothing consumed, if there is none.</returns>
    public bool TryQuotedVerbatim(out ReadOnlySpan<char> raw)
    {
        raw = default;
        if (_rest.IsEmpty || _rest[0] != '"' || _rest[1..].IndexOf('"') is not (>= 0 and var length))
            return false;
        raw = _rest.Slice(1, length);
        _rest = _rest[(length + 2)..];
        return true;
    }

    /// <summary>The decoded text of a quoted-string: each quoted-pair is the character after its backslash (RFC 9110 §5.6.4).</summary>
    /// <param name="raw">The text between the quotes.</param>
    public static string Unescape(ReadOnlySpan<char> raw)
    {
        if (!raw.Contains('\\'))
            return raw.ToString();

        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\\')
                i++;
            text.Append(raw[i]);
        }

        return text.ToString();
    }
}
