using System.Buffers;
using System.Globalization;
using System.Text;
using HandRolledHttp.Connection;
using HandRolledHttp.Http1;

namespace HandRolledHttp.Web;

// set-cookie-string = cookie-pair *( ";" SP cookie-av )                      RFC 6265 §4.1.1
// cookie-pair       = cookie-name "=" cookie-value
// cookie-name       = token
// cookie-value      = *cookie-octet / ( DQUOTE *cookie-octet DQUOTE )
// cookie-octet      = %x21 / %x23-2B / %x2D-3A / %x3C-5B / %x5D-7E           no controls, space, DQUOTE, comma, semicolon, backslash
// path-value        = <any CHAR except CTLs or ";">

/// <summary>The requests from other sites that carry the cookie (RFC 6265bis §5.6.7).</summary>
public enum SameSite
{
    /// <summary>No attribute; browsers then use <see cref="Lax"/>.</summary>
    Unspecified,

    /// <summary>All of them; browsers require <see cref="SetCookie.Secure"/> with it.</summary>
    None,

    /// <summary>Only when the user follows a link to this site.</summary>
    Lax,

    /// <summary>None of them.</summary>
    Strict,
}

/// <summary>
/// A cookie for the browser to store. Written like ASP.NET Core writes it: same order, same case. A value from outside cannot add an
/// attribute or a field line: text that violates the grammar is rejected.
/// </summary>
/// <param name="Name">A token.</param>
/// <param name="Value">Cookie octets, optionally in double quotes. The caller must encode anything else.</param>
public sealed record SetCookie(string Name, string Value)
{
    private static readonly SearchValues<char> s_cookieOctets = SearchValues.Create(
        "!#$%&'()*+-./0123456789:<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>When the browser deletes it; null: when the browser is closed.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>
    /// How long the browser keeps it, in whole seconds; overrides <see cref="Expires"/> (RFC 6265 §4.1.2.2). Null: no attribute.
    /// </summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The domain whose hosts all receive it; null: only this host.</summary>
    public string? Domain { get; init; }

    /// <summary>The path below which it is sent; null: the folder of the request. Default <c>/</c>.</summary>
    public string? Path { get; init; } = "/";

    /// <summary>Sent over TLS only.</summary>
    public bool Secure { get; init; }

    /// <summary>The requests from other sites that carry it.</summary>
    public SameSite SameSite { get; init; }

    /// <summary>Hidden from scripts.</summary>
    public bool HttpOnly { get; init; }

    /// <summary>The value of a Set-Cookie field.</summary>
    /// <exception cref="InvalidOperationException">A part violates the grammar of RFC 6265 §4.1.1.</exception>
    public override string ToString()
    {
        Check(FieldValueReader.IsToken(Name), nameof(Name));
        Check(!Unquoted(Value).ContainsAnyExcept(s_cookieOctets), nameof(Value));
        Check(IsAttributeValue(Domain), nameof(Domain));
        Check(IsAttributeValue(Path), nameof(Path));
        Check(SameSite != SameSite.None || Secure, nameof(SameSite));

        var text = new StringBuilder().Append(Name).Append('=').Append(Value);
        if (Expires is { } expires)
            text.Append("; expires=").Append(HttpDate.Format(expires));
        if (MaxAge is { } maxAge)
            text.Append(CultureInfo.InvariantCulture, $"; max-age={(long)maxAge.TotalSeconds}");
        if (Domain is not null)
            text.Append("; domain=").Append(Domain);
        if (Path is not null)
            text.Append("; path=").Append(Path);
        if (Secure)
            text.Append("; secure");
        if (SameSite != SameSite.Unspecified)
            text.Append("; samesite=").Append(SameSite switch { SameSite.None => "none", SameSite.Lax => "lax", _ => "strict" });
        if (HttpOnly)
            text.Append("; httponly");
        return text.ToString();
    }

    private static ReadOnlySpan<char> Unquoted(string value) =>
        value.Length >= 2 && value[0] == '"' && value[^1] == '"' ? value.AsSpan(1, value.Length - 2) : value;

    private static bool IsAttributeValue(string? value) =>
        value is null || !value.AsSpan().ContainsAnyExceptInRange(' ', '~') && !value.Contains(';', StringComparison.Ordinal);

    private static void Check(bool valid, string part)
    {
        if (!valid)
            throw new InvalidOperationException($"The cookie's {part} cannot be written in a Set-Cookie field (RFC 6265 §4.1.1).");
    }
}
