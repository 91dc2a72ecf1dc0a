using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RawSocketServer.Listening;

namespace HandRolledHttp.Connection.Forwarding;

// Forwarded         = 1#forwarded-element                                    RFC 7239 §4
// forwarded-element = [ forwarded-pair ] *( ";" [ forwarded-pair ] )
// forwarded-pair    = token "=" ( token / quoted-string )
// node              = nodename [ ":" node-port ]                             RFC 7239 §6
// nodename          = IPv4address / "[" IPv6address "]" / "unknown" / obfnode

/// <summary>The entry of one proxy: its client, and the scheme that the client used.</summary>
/// <param name="For">The client that the proxy saw, or null if the entry does not name it.</param>
/// <param name="Proto">The scheme that client used, or null.</param>
internal readonly record struct Hop(IPEndPoint? For, string? Proto);

/// <summary>
/// Each proxy appends its client, so the list is read from its end. The peer wrote the last entry, which counts if the peer is trusted. The
/// proxy that this entry names wrote the entry before it, and so on. Everything before the first untrusted address may be invented by the
/// client.
/// </summary>
/// <remarks>
/// Not supported: <c>host</c> and <c>by</c>, since no code here depends on them. An obfuscated or unknown node ends the search.
/// </remarks>
internal static class Forwarded
{
    private static readonly SearchValues<char> s_obfuscated = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Finds the client according to the trusted proxies.</summary>
    /// <param name="peer">The address of the peer.</param>
    /// <param name="isSecure">Whether the connection uses TLS.</param>
    /// <param name="hops">The entries in the order in which they were written.</param>
    /// <param name="trusted">The trusted addresses.</param>
    public static (IPEndPoint Client, bool IsSecure) Resolve(IPEndPoint peer, bool isSecure, IReadOnlyList<Hop> hops, TrustedAddresses trusted)
    {
        for (var i = hops.Count - 1; i >= 0 && trusted.Contains(peer.Address); i--)
        {
            // Both values come from the same proxy, though it may hide the client (RFC 7239 §6.3) and still name the scheme.
            isSecure = hops[i].Proto?.Equals("https", StringComparison.OrdinalIgnoreCase) ?? isSecure;
            if (hops[i].For is not { } client)
                break;
            peer = client;
        }

        return (peer, isSecure);
    }

    /// <summary>Reads <c>Forwarded</c>. A malformed element names no client, and so ends the search.</summary>
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

            if (!isEmpty) // empty members of a list are ignored (RFC 9110 §5.6.1.2)
                hops.Add(new Hop(Node(node), proto));
            if (!reader.AtEnd && !reader.TryTake(','))
                return [.. hops, default];
        }

        return hops;
    }

    /// <summary>Reads <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>: two lists, aligned at their ends.</summary>
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
    // X-Forwarded-For may have an IPv6 address without brackets. Only the address matters: an obfuscated port becomes 0.
    private static IPEndPoint? Node(string? node)
    {
        if (node is null)
            return null;
        if (TrustedAddresses.ParseAddress(node) is { } bare)
            return new IPEndPoint(bare, 0);
        var end = node.StartsWith('[') ? node.IndexOf(']', StringComparison.Ordinal) + 1 : node.IndexOf(':', StringComparison.Ordinal);
        if (end <= 0)
            return null; // unknown, or obfuscated
        var host = node.StartsWith('[') ? node[1..(end - 1)] : node[..end];
        if (TrustedAddresses.ParseAddress(host) is not { } address || node.StartsWith('[') != (address.AddressFamily == AddressFamily.InterNetworkV6 || host.Contains(':', StringComparison.Ordinal)))
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
