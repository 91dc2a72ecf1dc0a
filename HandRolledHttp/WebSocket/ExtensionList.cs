using HandRolledHttp.Http1;

namespace HandRolledHttp.WebSocket;

/// <summary>
/// Sec-WebSocket-Extensions, RFC 6455 §9.1:
/// <code>
/// extension-list  = 1#extension
/// extension       = extension-token *( ";" extension-param )
/// extension-token = token
/// extension-param = token [ "=" ( token / quoted-string ) ]     ; a quoted string, unescaped, must be a token
/// </code>
/// No extension is accepted here, so the list is only checked: an endpoint that receives a malformed one MUST fail the connection.
/// </summary>
internal static class ExtensionList
{
    /// <summary>Whether a field value matches the grammar.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> value)
    {
        var any = false;
        while (true)
        {
            SkipOws(ref value);
            if (value.Length == 0)
                return any;
            if (value[0] != ',')
            {
                any = true;
                if (!TakeExtension(ref value) || (value.Length > 0 && value[0] != ','))
                    return false;
            }

            if (value.Length > 0)
                value = value[1..];
        }
    }

    private static bool TakeExtension(ref ReadOnlySpan<byte> rest)
    {
        if (!TakeToken(ref rest))
            return false;
        while (TakeSign(ref rest, (byte)';'))
        {
            if (!TakeToken(ref rest) || (TakeSign(ref rest, (byte)'=') && !TakeToken(ref rest) && !TakeQuoted(ref rest)))
                return false;
        }

        return true;
    }

    // Consumes a separator and the white space around it, which RFC 2616 §2.1 implies between any two parts.
    private static bool TakeSign(ref ReadOnlySpan<byte> rest, byte sign)
    {
        SkipOws(ref rest);
        if (rest.Length == 0 || rest[0] != sign)
            return false;
        rest = rest[1..];
        SkipOws(ref rest);
        return true;
    }

    private static bool TakeToken(ref ReadOnlySpan<byte> rest)
    {
        var length = rest.IndexOfAnyExcept(Grammar.TChar);
        length = length < 0 ? rest.Length : length;
        rest = rest[length..];
        return length > 0;
    }

    private static bool TakeQuoted(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length == 0 || rest[0] != '"')
            return false;
        var at = 1;
        for (; at < rest.Length && rest[at] != '"'; at++)
        {
            if (rest[at] == '\\')
                at++;
            if (at == rest.Length || !Grammar.TChar.Contains(rest[at]))
                return false;
        }

        if (at is 1 || at >= rest.Length)
            return false; // empty, or without its closing quote
        rest = rest[(at + 1)..];
        return true;
    }

    private static void SkipOws(ref ReadOnlySpan<byte> rest) => rest = rest.TrimStart(" \t"u8);
}
