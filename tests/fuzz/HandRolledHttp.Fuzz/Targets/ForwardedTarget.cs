using System.Net;
using System.Text;
using HandRolledHttp.Connection.Forwarding;
using RawSocketServer.Listening;
using static HandRolledHttp.Fuzz.Targets.FindingException;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// Forwarded and X-Forwarded-For. The message comes from a client: the addresses, a line feed and, for the second form, the schemes. Only a
/// trusted peer counts, never the client, and the entry that this peer appends hides all entries before it.
/// </summary>
internal static class ForwardedTarget
{
    private static readonly IPEndPoint s_proxy = new(IPAddress.Parse("10.0.0.7"), 4711);
    private static readonly IPEndPoint s_stranger = new(IPAddress.Parse("198.51.100.9"), 4711);
    private static readonly IPAddress s_client = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress s_client6 = IPAddress.Parse("2001:db8::1");
    private static readonly TrustedAddresses s_trusted = TrustedAddresses.Parse("Trusted", "10.0.0.0/8, fd00::/8, ::ffff:127.0.0.1");

    public static void Run(ReadOnlySpan<byte> bytes)
    {
        var message = new FuzzInput(bytes).Message;
        var line = message.IndexOf((byte)'\n');
        var list = Encoding.Latin1.GetString(line < 0 ? message : message[..line]);
        var schemes = line < 0 ? null : Encoding.Latin1.GetString(message[(line + 1)..]);

        VerifyWalk(Forwarded.Read(list));
        VerifyWalk(Forwarded.Read(list, schemes));

        // The proxy's entry decides; an open quote of the client can at most hide it.
        VerifyAppended(Forwarded.Read($"{list}, for=192.0.2.1;proto=http"), s_client);
        VerifyAppended(Forwarded.Read($"{list}, for=\"[2001:db8::1]:80\";proto=http"), s_client6);
        var (client, isSecure) = Forwarded.Resolve(s_proxy, false, Forwarded.Read($"{list}, 192.0.2.1", $"{schemes}, http"), s_trusted);
        Require(client.Address.Equals(s_client) && !isSecure, "An entry before the last one was believed.");
    }

    private static void VerifyWalk(IReadOnlyList<Hop> hops)
    {
        Require(Forwarded.Resolve(s_stranger, true, hops, s_trusted) == (s_stranger, true), "A peer that is not trusted was believed.");
        var (client, _) = Forwarded.Resolve(s_proxy, true, hops, s_trusted);
        Require(client.Equals(s_proxy) || hops.Any(hop => client.Equals(hop.For)), "The client is from nowhere.");
        var isCanonical = !client.Address.IsIPv4MappedToIPv6 && !client.ToString().Contains('%', StringComparison.Ordinal);
        Require(isCanonical, "The address is not canonical.");

        // The walk ends at the first node, from the end, that is hidden or not trusted.
        var end = hops.Reverse().TakeWhile(hop => hop.For is not null && s_trusted.Contains(hop.For.Address)).Count();
        var before = end > 0 ? hops[hops.Count - end].For : s_proxy;
        var last = end < hops.Count ? hops[hops.Count - end - 1].For ?? before : before;
        Require(client.Equals(last), "The walk ended elsewhere.");
    }

    private static void VerifyAppended(IReadOnlyList<Hop> hops, IPAddress appended)
    {
        var (client, isSecure) = Forwarded.Resolve(s_proxy, false, hops, s_trusted);
        Require(client.Address.Equals(appended) || client.Equals(s_proxy), "An entry before the last one was believed.");
        Require(!isSecure, "A scheme before the last one was believed.");
    }
}
