using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RawSocketServer.Listening;

namespace HandRolledHttp.Web.Forwarding;

// Forwarded         = 1#forwarded-element                                    RFC 7239 §4
// forwarded-element = [ forwarded-pair ] *( ";" [ forwarded-pair ] )
// forwarded-pair    = token "=" ( token / quoted-string )
// node              = nodename [ ":" node-port ]                             RFC 7239 §6
// nodename          = IPv4address / "[" IPv6address "]" / "unknown" / obfnode

/// <summary>One proxy's word: for whom it asked, and how it was asked.</summary>
/// <param name="For">The client as it saw it, or null when it does not say or hides it.</param>
/// <param name="Proto">The scheme that client used, or null.</param>
internal readonly record struct Hop(IPEndPoint? For, string? Proto);

/// <summary>
/// Each proxy appends what it saw, so the list is read from its end: the last entry was written by the peer itself, and what it says is
/// believed when that peer is trusted; the entry before was written by whom the last one names, and so on. Behind the first address that
/// nobody vouches for stands only what a client made up.
/// </summary>
/// <remarks>
/// Not supported: <c>host</c> and <c>by</c>, since nothing here depends on them. An obfuscated or unknown node ends the walk.
/// </remarks>
internal static class Forwarded
{
    private static readonly SearchValues<char> s_obfuscated = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>The client, as far as trusted proxies vouch for it.</summary>
    /// <param name="peer">Whom the connection is with.</param>
    /// <param name="isSecure">Whether it is through TLS.</param>
    /// <param name="hops">In the order in which they were written.</param>
    /// <param name="trusted">Whom to believe.</param>
    public static (IPEndPoint Client, bool IsSecure) Resolve(IPEndPoint peer, bool isSecure, IReadOnlyList<Hop> hops, PeerList trusted)
    {
        for (var i = hops.Count - 1; i >= 0 && trusted.Contains(peer.Address); i--)
        {
            // The same proxy is believed for both, though it may hide the client (RFC 7239 §6.3) and yet say how that one asked.
            isSecure = hops[i].Proto?.Equals("https", StringComparison.OrdinalIgnoreCase) ?? isSecure;
            if (hops[i].For is not { } client)
                break;
            peer = client;
        }

        return (peer, isSecure);
    }

    /// <summary>Reads <c>Forwarded</c>. A malformed element vouches for nobody, and so ends the walk.</summary>
    public static IReadOnlyList<Hop> Read(string? value)
    {
        var hops = new List<Hop>();
        var reader = new FieldValueReader(value);
        while (!reader.AtEnd)
        {
            string? node = null, proto = null;
            var isEmpty = true;
            do
            {
                reader.SkipOws();
                var name = reader.Token();
                if (name.IsEmpty)
                    continue;
                isEmpty = false;
                if (!reader.TryTake('='))
                    return [.. hops, default];
                var text = reader.TryQuoted(out var raw) ? FieldValueReader.Unescape(raw) : reader.Token().ToString();
                if (name.Equals("for", StringComparison.OrdinalIgnoreCase))
                    node = text;
                else if (name.Equals("proto", StringComparison.OrdinalIgnoreCase))
                    proto = text;
                reader.SkipOws();
            }
            while (reader.TryTake(';'));

            if (!isEmpty) // empty members of a list mean nothing (RFC 9110 §5.6.1.2)
                hops.Add(new Hop(Node(node), proto));
            if (!reader.AtEnd && !reader.TryTake(','))
                return [.. hops, default];
        }

        return hops;
    }

    /// <summary>Reads <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>: two lists, which belong together from their ends.</summary>
    public static IReadOnlyList<Hop> Read(string? addresses, string? protos)
    {
        var nodes = Split(addresses);
        var schemes = Split(protos);
        var count = Math.Max(nodes.Length, schemes.Length);
        return [.. Enumerable.Range(0, count).Select(i => new Hop(Node(At(nodes, i - count)), At(schemes, i - count)))];
    }

    private static string? At(string[] list, int fromEnd) => list.ElementAtOrDefault(list.Length + fromEnd);

    private static string[] Split(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    // node      = nodename [ ":" node-port ]                                RFC 7239 §6
    // node-port = port / obfport                             obfport = "_" 1*( ALPHA / DIGIT / "." / "_" / "-" )
    // An IPv6 address without brackets is what X-Forwarded-For has. The address is what counts: a port that is made up is 0.
    private static IPEndPoint? Node(string? node)
    {
        if (node is null)
            return null;
        if (PeerList.ParseAddress(node) is { } bare)
            return new IPEndPoint(bare, 0);
        var end = node.StartsWith('[') ? node.IndexOf(']', StringComparison.Ordinal) + 1 : node.IndexOf(':', StringComparison.Ordinal);
        if (end <= 0)
            return null; // unknown, or obfuscated
        var host = node.StartsWith('[') ? node[1..(end - 1)] : node[..end];
        if (PeerList.ParseAddress(host) is not { } address || node.StartsWith('[') != (address.AddressFamily == AddressFamily.InterNetworkV6 || host.Contains(':', StringComparison.Ordinal)))
            return null;
        return end == node.Length ? new IPEndPoint(address, 0)
            : node[end] == ':' && Port(node.AsSpan(end + 1)) is { } port ? new IPEndPoint(address, port)
            : null;
    }

    private static int? Port(ReadOnlySpan<char> port)
    {
        if (port.Length > 1 && port[0] == '_')
            return port[1..].ContainsAnyExcept(s_obfuscated) ? null : 0;
        return port.Length is > 0 and <= 5 && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
