using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SideBySide.Language;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>A URL, parsed as curl parses it.</summary>
/// <param name="IsSecure">Whether the scheme is https.</param>
/// <param name="User">The user and the password, decoded, with their colon; null for none.</param>
/// <param name="Authority">Host and port as curl sends them: without the default port.</param>
/// <param name="Host">The host, without brackets.</param>
/// <param name="Port">The port, explicit or default.</param>
/// <param name="Path">The path, with its leading slash.</param>
/// <param name="Query">The query without its question mark; null for none.</param>
internal sealed partial record CurlUrl(bool IsSecure, byte[]? User, string Authority, string Host, int Port, byte[] Path, byte[]? Query)
{
    /// <summary>The request target.</summary>
    public byte[] Target => Query is null ? Path : [.. Path, (byte)'?', .. Query];

    /// <summary>Whether the path names no file.</summary>
    public bool EndsWithSlash => Path[^1] == '/';

    /// <exception cref="CurlException">The URL is invalid.</exception>
    public static CurlUrl Parse(ShellWord word, bool pathAsIs, bool isGlobOff)
    {
        // Latin-1 maps every byte to one character.
        var text = Encoding.Latin1.GetString(isGlobOff ? word.Bytes : CurlGlob.Literal(word));
        var match = Grammar().Match(text);
        var isOtherScheme = match.Groups["colon"].Success && match.Groups["port"].Length == 0 && !match.Groups["scheme"].Success; // ftp://h, http:/h
        if (!match.Success || isOtherScheme || text.Any(c => c is <= ' ' or '\x7f'))
            throw new CurlException(Texts.NoUrl(word.Text));
        var isSecure = match.Groups["scheme"].Value.Equals("https", StringComparison.OrdinalIgnoreCase);
        var port = isSecure ? 443 : 80;
        if (match.Groups["port"].Length > 0 && !(int.TryParse(match.Groups["port"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue))
            throw new CurlException(Texts.NoUrl(word.Text));
        if (CurlHost.Sent(match.Groups["host"].Value, isGuessed: !match.Groups["scheme"].Success) is not { } host)
            throw new CurlException(match.Groups["host"].Value.Any(c => c >= 0x80) ? Texts.HostNotAscii(word.Text) : Texts.NoUrl(word.Text));

        var path = match.Groups["path"].Value is { Length: > 0 } written ? written : "/";
        if (!pathAsIs)
            path = EncodedDots().IsMatch(path) ? throw new CurlException(Texts.CurlVersionsDiffer("%2e")) : WithoutDots(path);
        var user = match.Groups["user"].Success ? Decoded(match.Groups["user"].Value, word) : null;
        var query = match.Groups["query"].Success ? Encoding.Latin1.GetBytes(match.Groups["query"].Value) : null;
        var authority = port == (isSecure ? 443 : 80) ? host : $"{host}:{port}";
        return new CurlUrl(isSecure, user, authority, host.Trim('[', ']'), port, Encoded(path), query);
    }

    /// <summary>The target with the data of <c>-G</c>, which curl parses as a part of the URL: a <c>#</c> ends it, a blank is
    /// invalid.</summary>
    /// <exception cref="CurlException">The URL would be invalid.</exception>
    public byte[] TargetWith(byte[] data)
    {
        if (data.AsSpan().ContainsAnyInRange((byte)0, (byte)' ') || data.Contains((byte)0x7f))
            throw new CurlException(Texts.NoUrl("?" + Encoding.UTF8.GetString(data)));
        if (data.Length == 0)
            return Query is null ? Target : throw new CurlException(Texts.CurlVersionsDiffer("-G -d ''"));
        var added = Percent().Replace(Encoding.Latin1.GetString(data), encoded => encoded.Value.ToLowerInvariant()).Split('#')[0];
        byte[] before = Query is null or [] ? [] : Query[^1] == '&' ? Query : [.. Query, (byte)'&'];
        return [.. Path, (byte)'?', .. before, .. Encoding.Latin1.GetBytes(added)];
    }

    private static byte[] Decoded(string user, ShellWord word)
    {
        var bytes = Encoding.Latin1.GetBytes(Percent().Replace(user, encoded => ((char)Convert.FromHexString(encoded.ValueSpan[1..])[0]).ToString()));
        if (bytes.AsSpan().ContainsAnyInRange((byte)0, (byte)0x1f))
            throw new CurlException(Texts.NoUrl(word.Text));
        return user.Contains(':', StringComparison.Ordinal) ? bytes : [.. bytes, (byte)':'];
    }

    // curl percent-encodes non-ASCII bytes in a path and leaves a query unchanged.
    private static byte[] Encoded(string path) => Encoding.ASCII.GetBytes(string.Concat(path.Select(c => c < 0x80 ? c.ToString() : $"%{(int)c:x2}")));

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

    [GeneratedRegex(@"^((?<scheme>https?)://)?((?<user>[^@/?#]*)@)?(?<host>\[[^\]/?#]*\]|[^:/?#\[\]@]+)(?<colon>:(?<port>[0-9]*))?(?<path>/[^?#]*)?(\?(?<query>[^#]*))?(#.*)?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Grammar();

    [GeneratedRegex("%[0-9a-fA-F]{2}")]
    private static partial Regex Percent();

    [GeneratedRegex(@"/(%2e|\.%2e|%2e\.|%2e%2e)(/|\z)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex EncodedDots();
}
