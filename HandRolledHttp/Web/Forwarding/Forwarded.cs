using System.Net;
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
    /// <summary>The client, as far as trusted proxies vouch for it.</summary>
    /// <param name="peer">Whom the connection is with.</param>
    /// <param name="isSecure">Whether it is through TLS.</param>
    /// <param name="hops">In the order in which they were written.</param>
    /// <param name="trusted">Whom to believe.</param>
    public static (IPEndPoint Client, bool IsSecure) Resolve(IPEndPoint peer, bool isSecure, IReadOnlyList<Hop> hops, PeerList trusted)
    {
        for (var i = hops.Count - 1; i >= 0 && trusted.Contains(peer.Address) && hops[i].For is { } client; i--)
        {
            peer = client;
            isSecure = hops[i].Proto?.Equals("https", StringComparison.OrdinalIgnoreCase) ?? isSecure;
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
            do
            {
                reader.SkipOws();
                var name = reader.Token();
                if (name.IsEmpty)
                    continue;
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
        return [.. nodes.Select((node, i) => new Hop(Node(node), schemes.ElementAtOrDefault(schemes.Length - nodes.Length + i)))];
    }

    private static string[] Split(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    // An IPv6 address without brackets is what X-Forwarded-For has. A port may be a number or made up; the address is what counts.
    private static IPEndPoint? Node(string? node)
    {
        if (node is null || (!node.Contains('.', StringComparison.Ordinal) && !node.Contains(':', StringComparison.Ordinal)))
            return null; // unknown, obfuscated, or a number that IPAddress would take
        return IPEndPoint.TryParse(node, out var endPoint) ? endPoint : null;
    }
}
