namespace HandRolledHttp.Web;

// cookie-string = cookie-pair *( ";" SP cookie-pair )                        RFC 6265 §4.2.1
// cookie-pair   = cookie-name "=" cookie-value                               RFC 6265 §4.1.1

/// <summary>Reads the Cookie field.</summary>
public static class Cookies
{
    /// <summary>The value of a cookie.</summary>
    /// <param name="field">The value of the Cookie field, or null if there is none.</param>
    /// <param name="name">The cookie's name, case-sensitive.</param>
    /// <returns>
    /// The value exactly as sent, including quotes, because they belong to it (RFC 6265 §5.2 stores them); null if there is no such cookie.
    /// If several have the name, it is the first: a browser lists the most specific path first (RFC 6265 §5.4), so a cookie planted for a
    /// wider path does not hide it. Pieces without <c>=</c> are skipped, and so is whitespace around names and values.
    /// </returns>
    public static string? First(string? field, string name)
    {
        var rest = field.AsSpan();
        foreach (var range in rest.Split(';'))
        {
            var pair = rest[range];
            var equals = pair.IndexOf('=');
            if (equals > 0 && pair[..equals].Trim(" \t").SequenceEqual(name))
                return pair[(equals + 1)..].Trim(" \t").ToString();
        }

        return null;
    }
}
