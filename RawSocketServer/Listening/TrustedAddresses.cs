using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RawSocketServer.Listening;

/// <summary>A list of peers by address: the trusted proxies.</summary>
public sealed class TrustedAddresses
{
    private readonly IPNetwork[] _networks;

    private TrustedAddresses(IPNetwork[] networks) => _networks = networks;

    /// <summary>Whether it is empty.</summary>
    public bool IsEmpty => _networks.Length == 0;

    /// <summary>Reads a list.</summary>
    /// <param name="option">The name of the option, for the error message.</param>
    /// <param name="text">Addresses and networks, separated by commas: <c>127.0.0.1, 10.0.0.0/8, fd00::/8</c>. Null or empty: none.</param>
    /// <exception cref="StartupException">An entry is neither an address nor a network.</exception>
    public static TrustedAddresses Parse(string option, string? text) => new([.. (text ?? "")
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(entry => ParseEntry(entry) ?? throw new UsageException(Messages.BadPeer(option, entry)))]);

    /// <summary>Whether this peer is in the list. An IPv4 address that came through an IPv6 socket counts as IPv4.</summary>
    public bool Contains(IPAddress address)
    {
        if (IsEmpty)
            return false;
        var peer = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _networks.Any(network => network.Contains(peer));
    }

    /// <summary>
    /// Reads an address only in its canonical form: <c>10.1</c>, <c>010.0.0.1</c> and <c>0x7f.1</c> mean different addresses to different
    /// programs (RFC 6943 §3.1.1), and a zone is only valid on one machine. An IPv4-mapped IPv6 address becomes IPv4.
    /// </summary>
    /// <returns>Null if it is not one.</returns>
    public static IPAddress? ParseAddress(string text)
    {
        if (!IPAddress.TryParse(text, out var address) || !IsCanonical(text, address))
            return null;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <summary>
    /// Whether an address has the one form that means the same to every program: without brackets and zone, and an IPv4 address, also at
    /// the end of an IPv6 one, in four decimal numbers without leading zeros.
    /// </summary>
    /// <param name="text">The text of the address.</param>
    /// <param name="address">The address that .NET read from it.</param>
    internal static bool IsCanonical(string text, IPAddress address)
    {
        if (text.AsSpan().ContainsAny("[]%"))
            return false;
        var dotted = text[(text.LastIndexOf(':') + 1)..];
        return address.AddressFamily == AddressFamily.InterNetwork
            ? address.ToString() == text
            : !dotted.Contains('.', StringComparison.Ordinal)
                || (IPAddress.TryParse(dotted, out var embedded) && embedded.ToString() == dotted);
    }

    private static IPNetwork? ParseEntry(string entry)
    {
        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        var text = slash < 0 ? entry : entry[..slash];
        if (ParseAddress(text) is not { } address)
            return null;
        var bits = address.GetAddressBytes().Length * 8;
        if (slash < 0)
            return new IPNetwork(address, bits);
        if (!byte.TryParse(entry.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            return null;
        var isMapped = bits == 32 && text.Contains(':', StringComparison.Ordinal);
        if (isMapped && length < 96)
            return null; // larger than the IPv4 range that it contains
        var prefix = isMapped ? length - 96 : length;
        return prefix <= bits && IPNetwork.TryParse($"{address}/{prefix}", out var network) ? network : null;
    }
}
