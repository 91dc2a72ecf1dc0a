using System.Globalization;
using System.Net;
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

/// <summary>curl's globbing without <c>-g</c>: <c>{…}</c> and <c>[…]</c> in a URL mean several requests. <c>\[</c> is a literal
/// <c>[</c>.</summary>
internal static class CurlGlob
{
    /// <summary>The URL.</summary>
    /// <exception cref="CurlException">The word means several URLs.</exception>
    public static byte[] Literal(ShellWord word)
    {
        var url = new List<byte>();
        var rest = word.Bytes.AsSpan();
        while (rest.Length > 0)
        {
            var length = 1;
            if (rest is [(byte)'\\', (byte)'{' or (byte)'}' or (byte)'[' or (byte)']', ..])
                rest = rest[1..];
            else if (rest[0] == '[' && IsHostNext(url))
                length = AddressLength(rest, word);
            else if ("{}[]"u8.Contains(rest[0]))
                throw new CurlException(Texts.SeveralRequests(word.Text));
            url.AddRange(rest[..length]);
            rest = rest[length..];
        }

        return [.. url];
    }

    private static bool IsHostNext(List<byte> before) => before.Count == 0 || before[^1] == '@' || before is [.., (byte)'/', (byte)'/'];

    // [::1] is an address; [1-9] is a range.
    private static int AddressLength(ReadOnlySpan<byte> rest, ShellWord word)
    {
        var end = rest.IndexOf((byte)']');
        return end > 0 && rest[..end].Count((byte)':') > 1 ? end + 1 : throw new CurlException(Texts.SeveralRequests(word.Text));
    }
}

/// <summary>A host as curl sends it: numbers as an IPv4 address, an IPv6 address in its shortest form and without its zone.</summary>
internal static partial class CurlHost
{
    /// <summary>The host, an IPv6 address in brackets; null if curl rejects it or its form is uncertain.</summary>
    /// <param name="host">The host as written.</param>
    /// <param name="isGuessed">Whether the scheme is missing: curl then derives another protocol from some names.</param>
    public static string? Sent(string host, bool isGuessed)
    {
        if (host.StartsWith('['))
            return Address(host);
        if (!Name().IsMatch(host) || (isGuessed && OtherProtocol().IsMatch(host)))
            return null;
        return Numbers(host) ?? host;
    }

    private static string? Address(string host)
    {
        if (!AddressAndZone().Match(host).Groups["address"].Value.Equals("", StringComparison.Ordinal)
            && AddressAndZone().Match(host).Groups["address"].Value is var written && IPAddress.TryParse(written, out var address))
        {
            var shortest = new IPAddress(address.GetAddressBytes()).ToString();
            return shortest.Length >= written.Length ? $"[{written}]" : shortest.Contains('.', StringComparison.Ordinal) ? null : $"[{shortest}]";
        }

        return null;
    }

    // As inet_aton: the last number fills the rest of the 32 bits; 0x is hexadecimal, 0 octal.
    private static string? Numbers(string host)
    {
        var parts = host.Split('.');
        if (parts.Length > 4)
            return null;
        var address = 0UL;
        for (var i = 0; i < parts.Length; i++)
        {
            var most = i < parts.Length - 1 ? 255UL : uint.MaxValue >> (8 * i);
            if (Number(parts[i]) is not { } number || number > most)
                return null;
            address |= i < parts.Length - 1 ? number << (24 - (8 * i)) : number;
        }

        return string.Join('.', address >> 24, (address >> 16) & 255, (address >> 8) & 255, address & 255);
    }

    private static ulong? Number(string text)
    {
        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var digits = isHex ? text[2..] : text;
        if (isHex)
            return ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null;
        if (digits.Length == 0 || digits.Length > 20 || !digits.All(char.IsAsciiDigit))
            return null;
        if (digits[0] != '0')
            return ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return digits.All(digit => digit < '8') ? digits.Aggregate(0UL, (value, digit) => (value * 8) + (ulong)(digit - '0')) : null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9._~-]+\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(ftp|dict|ldap|imap|smtp|pop3)\.", RegexOptions.IgnoreCase)]
    private static partial Regex OtherProtocol();

    // curl rejects a group of more than four digits and a number such as 010.
    [GeneratedRegex(@"^\[(?<address>(?!.*[0-9A-Fa-f]{5})(?!.*[:.]0[0-9]+\.)[0-9A-Fa-f:.]+)(%(25)?[A-Za-z0-9._~-]{1,15})?\]\z")]
    private static partial Regex AddressAndZone();
}
