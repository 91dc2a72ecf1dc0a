using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RawSocketServer.Listening;

/// <summary>Peers by address: who is believed when it speaks for others.</summary>
public sealed class PeerList
{
    private readonly IPNetwork[] _networks;

    private PeerList(IPNetwork[] networks) => _networks = networks;

    /// <summary>Whether nobody is in it.</summary>
    public bool IsEmpty => _networks.Length == 0;

    /// <summary>Reads a list.</summary>
    /// <param name="option">The option it stands in, for the sentence.</param>
    /// <param name="text">Addresses and networks, separated by commas: <c>127.0.0.1, 10.0.0.0/8, fd00::/8</c>. Null or empty: nobody.</param>
    /// <exception cref="StartupException">An entry is neither an address nor a network.</exception>
    public static PeerList Parse(string option, string? text) => new([.. (text ?? "")
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(entry => ParseEntry(entry) ?? throw new UsageException(Messages.BadPeer(option, entry)))]);

    /// <summary>Whether this peer is in it. An IPv4 address that came through an IPv6 socket is what it was.</summary>
    public bool Contains(IPAddress address)
    {
        if (IsEmpty)
            return false;
        var peer = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _networks.Any(network => network.Contains(peer));
    }

    /// <summary>
    /// Reads an address in its canonical form, and nothing else: <c>10.1</c>, <c>010.0.0.1</c> and <c>0x7f.1</c> mean one address to some programs and another
    /// to others (RFC 6943 §3.1.1), and a zone means something on one machine only. An IPv4 address inside of an IPv6 one is what it is.
    /// </summary>
    /// <returns>Null when it is not one.</returns>
    public static IPAddress? ParseAddress(string text)
    {
        if (!IPAddress.TryParse(text, out var address) || !IsCanonical(text, address))
            return null;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <summary>
    /// Whether an address is written in the one way that means the same to every program: without brackets and zone, and an IPv4 address, also at the end of an
    /// IPv6 one, in four decimal numbers without zeros in front.
    /// </summary>
    /// <param name="text">As written.</param>
    /// <param name="address">As .NET reads it.</param>
    internal static bool IsCanonical(string text, IPAddress address)
    {
        if (text.AsSpan().ContainsAny("[]%"))
            return false;
        var dotted = text[(text.LastIndexOf(':') + 1)..];
        return address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() == text
            : !dotted.Contains('.', StringComparison.Ordinal) || (IPAddress.TryParse(dotted, out var embedded) && embedded.ToString() == dotted);
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
            return null; // more than the IPv4 addresses that it names
        var prefix = isMapped ? length - 96 : length;
        return prefix <= bits && IPNetwork.TryParse($"{address}/{prefix}", out var network) ? network : null;
    }
}
