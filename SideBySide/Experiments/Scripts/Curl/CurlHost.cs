using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace SideBySide.Experiments.Scripts.Curl;

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
