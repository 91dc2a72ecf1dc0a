using System.Net;

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
        .Select(entry => ParseEntry(entry) ?? throw new StartupException(Sentences.BadPeer(option, entry)))]);

    /// <summary>Whether this peer is in it. An IPv4 address that came through an IPv6 socket is what it was.</summary>
    public bool Contains(IPAddress address)
    {
        if (IsEmpty)
            return false;
        var peer = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _networks.Any(network => network.Contains(peer));
    }

    private static IPNetwork? ParseEntry(string entry)
    {
        if (entry.Contains('/', StringComparison.Ordinal))
            return IPNetwork.TryParse(entry, out var network) ? network : null;
        return IPAddress.TryParse(entry, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
    }
}
