using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork; // not the obsolete type of that namespace

namespace MinimalHttpServer;

/// <summary>
/// The options for a server behind a load balancer, all off by default. The framework has the other features. It does not support PROXY
/// headers, so a load balancer in front of this server uses HTTP and names the client in <c>X-Forwarded-For</c>.
/// </summary>
internal static class Balancer
{
    private const string Trusted = "Forwarded:Trusted";
    private const string ReusePort = "ReusePort";

    /// <summary>
    /// <c>--Forwarded:Trusted 10.0.0.0/8</c>: the proxies whose X-Forwarded-For and X-Forwarded-Proto are trusted.
    /// <c>--ReusePort true</c>: several processes share a port (SO_REUSEPORT, Linux).
    /// </summary>
    public static void TrustBalancer(this WebApplicationBuilder builder)
    {
        var proxies = (builder.Configuration[Trusted] ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Network).ToArray();
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = proxies.Length > 0
                ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
                : ForwardedHeaders.None;
            options.ForwardLimit = null; // back to the first untrusted address
            options.KnownProxies.Clear(); // without 127.0.0.1 and ::1: any local program has them
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

    // Only in canonical form: 10.1 and 010.0.0.1 mean different addresses to different programs (RFC 6943 §3.1.1). The framework compares
    // an IPv4 peer as IPv4, also on an IPv6 socket, so an IPv4-mapped IPv6 address would match no peer.
    private static IPNetwork? TryNetwork(string entry)
    {
        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        var text = slash < 0 ? entry : entry[..slash];
        if (text.AsSpan().ContainsAny("[]%") || !IPAddress.TryParse(text, out var address))
            return null;
        var dotted = text[(text.LastIndexOf(':') + 1)..]; // a whole IPv4 address, or the end of an IPv6 one
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
