using System.Globalization;
using System.Text;
using HandRolledHttp.Http1;

namespace HandRolledHttp.WebSocket;

/// <summary>
/// The origin of a page: scheme, host and port (RFC 6454 §4), as browsers write it in Origin (§7.1):
/// <code>
/// serialized-origin = scheme "://" host [ ":" port ]        ; the default port is left out
/// </code>
/// </summary>
/// <param name="IsSecure">The scheme is https; otherwise http.</param>
/// <param name="Host">The host in lower case.</param>
/// <param name="Port">0 to 65535.</param>
public sealed record Origin(bool IsSecure, string Host, int Port)
{
    /// <summary>
    /// Reads an origin. Null for <c>null</c>, which a sandboxed page sends, for other schemes and for malformed text.
    /// </summary>
    internal static Origin? Parse(ReadOnlySpan<byte> text)
    {
        var isSecure = text.Length > 4 && (text[4] | 0x20) == 's';
        ReadOnlySpan<byte> scheme = isSecure ? "https://"u8 : "http://"u8;
        return text.Length > scheme.Length && Ascii.EqualsIgnoreCase(text[..scheme.Length], scheme)
            ? Of(isSecure, text[scheme.Length..])
            : null;
    }

    /// <summary>The origin of a host and an optional port, as in Host; null if they are malformed.</summary>
    /// <param name="isSecure">The scheme is https.</param>
    /// <param name="authority">Not empty: the head's parser rejects an empty Host.</param>
    internal static Origin? Of(bool isSecure, ReadOnlySpan<byte> authority)
    {
        if (!HostField.IsValid(authority))
            return null;
        var text = Encoding.ASCII.GetString(authority).ToLowerInvariant();
        var colon = text.LastIndexOf(':');
        var (host, port) = colon > text.LastIndexOf(']') ? (text[..colon], text[(colon + 1)..]) : (text, "");
        if (port.Length == 0)
            return new Origin(isSecure, host, isSecure ? 443 : 80);
        return new Origin(isSecure, host, int.Parse(port, NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
