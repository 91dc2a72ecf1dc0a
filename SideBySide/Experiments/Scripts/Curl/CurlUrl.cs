using System.Globalization;
using System.Text;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>A URL as curl takes it apart: almost nothing is changed on the way to the request line.</summary>
/// <param name="IsSecure">Whether it is https.</param>
/// <param name="User">What stands before <c>@</c>; null for nothing.</param>
/// <param name="Authority">Host and port, as written.</param>
/// <param name="Host">The host, without brackets.</param>
/// <param name="Port">The port, also when it is not written.</param>
/// <param name="Path">Begins with a slash.</param>
/// <param name="Query">Without its question mark; null for none.</param>
internal sealed record CurlUrl(bool IsSecure, string? User, string Authority, string Host, int Port, string Path, string? Query)
{
    /// <exception cref="CurlException">It is no URL that a request can be made of.</exception>
    public static CurlUrl Parse(string text, bool pathAsIs)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal) is > 0 and var end ? text[..end].ToLowerInvariant() : "http";
        var rest = text.Contains("://", StringComparison.Ordinal) ? text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..] : text;
        if (scheme is not ("http" or "https") || rest.Any(c => c is <= ' ' or '\x7f'))
            throw new CurlException(Texts.NoUrl(text));

        rest = rest.Split('#', 2)[0];
        var authorityEnd = rest.AsSpan().IndexOfAny('/', '?');
        var authority = authorityEnd < 0 ? rest : rest[..authorityEnd];
        var target = authorityEnd < 0 ? "" : rest[authorityEnd..];
        var user = authority.LastIndexOf('@') is >= 0 and var at ? authority[..at] : null;
        authority = user is null ? authority : authority[(user.Length + 1)..];
        var colon = authority.LastIndexOf(':') is var last && last > authority.LastIndexOf(']') ? last : -1;
        var host = (colon < 0 ? authority : authority[..colon]).Trim('[', ']');
        var port = scheme == "https" ? 443 : 80;
        if (host.Length == 0 || (colon >= 0 && !(int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue)))
            throw new CurlException(Texts.NoUrl(text));

        var parts = target.Split('?', 2);
        var path = parts[0].Length == 0 ? "/" : pathAsIs ? parts[0] : WithoutDots(parts[0]);
        return new CurlUrl(scheme == "https", user, authority, host, port, Ascii(path), parts.Length == 2 ? Ascii(parts[1]) : null);
    }

    // A request target is ASCII: what is not is percent-encoded, and nothing else is touched.
    private static string Ascii(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(octet => octet < 0x80 ? ((char)octet).ToString() : $"%{octet:x2}"));

    // RFC 3986 §5.2.4: /a/./b/../c is /a/c.
    private static string WithoutDots(string path)
    {
        var kept = new List<string>();
        var segments = path.Split('/')[1..];
        for (var i = 0; i < segments.Length; i++)
        {
            var isLast = i == segments.Length - 1;
            if (segments[i] == ".." && kept.Count > 0)
                kept.RemoveAt(kept.Count - 1);
            if (segments[i] is not ("." or ".."))
                kept.Add(segments[i]);
            else if (isLast)
                kept.Add("");
        }

        return "/" + string.Join('/', kept);
    }
}
