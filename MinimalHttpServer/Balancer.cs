using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork; // not the obsolete one of that namespace

namespace MinimalHttpServer;

/// <summary>
/// What a server behind a balancer needs, all of it off unless asked for. The framework has the rest; PROXY headers it does not know, so a
/// balancer in front of this server speaks HTTP and tells the client in <c>X-Forwarded-For</c>.
/// </summary>
internal static class Balancer
{
    private const string Trusted = "Forwarded:Trusted";
    private const string ReusePort = "ReusePort";

    /// <summary>
    /// <c>--Forwarded:Trusted 10.0.0.0/8</c>: proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.
    /// <c>--ReusePort true</c>: several processes share a port (SO_REUSEPORT, Linux).
    /// </summary>
    public static void TrustBalancer(this WebApplicationBuilder builder)
    {
        var proxies = (builder.Configuration[Trusted] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Network).ToArray();
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = proxies.Length > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
            options.ForwardLimit = null; // as far as trusted proxies vouch
            options.KnownProxies.Clear(); // 127.0.0.1 and ::1: on this machine, anyone
            options.KnownIPNetworks.Clear();
            foreach (var proxy in proxies)
                options.KnownIPNetworks.Add(proxy);
        });

        if (!builder.Configuration.GetValue<bool>(ReusePort))
            return;
        if (!OperatingSystem.IsLinux())
            throw new ArgumentException(Startup.Say("--ReusePort needs Linux", "--ReusePort 需要 Linux"));
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = BindShared);
    }

    private static IPNetwork Network(string entry) => TryNetwork(entry) ?? throw new ArgumentException(Startup.Say(
        $"--{Trusted}: \"{entry}\" is neither an IP address nor a network; write for example 127.0.0.1, 10.0.0.0/8",
        $"--{Trusted}：“{entry}”既不是 IP 地址也不是网段；写法例如 127.0.0.1, 10.0.0.0/8"));

    // In canonical form only: 10.1 and 010.0.0.1 are one address to some programs and another to others (RFC 6943 §3.1.1). The framework compares
    // an IPv4 peer as IPv4, also when it came through an IPv6 socket; an IPv4 address that is written as an IPv6 one would match no peer.
    private static IPNetwork? TryNetwork(string entry)
    {
        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        var text = slash < 0 ? entry : entry[..slash];
        if (text.AsSpan().ContainsAny("[]%") || !IPAddress.TryParse(text, out var address))
            return null;
        var dotted = text[(text.LastIndexOf(':') + 1)..]; // all of an IPv4 address; perhaps the end of an IPv6 one
        if ((address.AddressFamily == AddressFamily.InterNetwork || dotted.Contains('.', StringComparison.Ordinal))
            && !(IPAddress.TryParse(dotted, out var v4) && v4.ToString() == dotted))
            return null;
        var mapped = address.IsIPv4MappedToIPv6 ? 96 : 0;
        address = mapped > 0 ? address.MapToIPv4() : address;
        var bits = address.GetAddressBytes().Length * 8;
        if (slash < 0)
            return new IPNetwork(address, bits);
        if (!byte.TryParse(entry.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            return null;
        var prefix = length - mapped;
        return prefix >= 0 && prefix <= bits && IPNetwork.TryParse($"{address}/{prefix}", out var network) ? network : null;
    }

    private static Socket BindShared(EndPoint address)
    {
        const int SocketLevel = 1, ReusePortOption = 15; // SOL_SOCKET, SO_REUSEPORT of Linux
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (address is IPEndPoint ip && ip.Address.Equals(IPAddress.IPv6Any))
            socket.DualMode = true;
        socket.SetRawSocketOption(SocketLevel, ReusePortOption, BitConverter.GetBytes(1));
        socket.Bind(address);
        return socket;
    }
}
