using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RawSocketServer.Listening;

/// <summary>
/// An address to listen on, written as a URL: <c>tcp://127.0.0.1:12345</c>, <c>udp://[::1]:0</c>.
/// </summary>
/// <param name="Scheme">The protocol, in lower case, for example <c>tcp</c>.</param>
/// <param name="Host">An IP address as written (IPv6 in brackets), <c>localhost</c> or <c>*</c>.</param>
/// <param name="Port">0 to 65535; 0 means any free port.</param>
public sealed record ListenUrl(string Scheme, string Host, int Port)
{
    /// <summary>Reads a list of URLs separated by <c>;</c>, the value of <c>--urls</c>.</summary>
    /// <param name="text">For example <c>tcp://127.0.0.1:12345;udp://127.0.0.1:12345</c>.</param>
    /// <param name="defaultPorts">The supported schemes, each with its default port, or null if the port is required.</param>
    /// <exception cref="StartupException">An entry is malformed; the message names it and the reason.</exception>
    public static IReadOnlyList<ListenUrl> ParseList(string text, IReadOnlyDictionary<string, int?> defaultPorts)
    {
        var urls = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(url => Parse(url, defaultPorts)).ToArray();
        return urls.Length > 0 ? urls : throw new UsageException(Messages.NoUrls(defaultPorts.Keys));
    }

    /// <summary>Reads one URL. Only an address to bind is accepted: no path, no user, no name that has to be resolved.</summary>
    /// <exception cref="StartupException">The URL is malformed; the message has the reason.</exception>
    public static ListenUrl Parse(string url, IReadOnlyDictionary<string, int?> defaultPorts)
    {
        var schemeEnd = url.IndexOf("://", StringComparison.Ordinal);
        var scheme = schemeEnd > 0 ? url[..schemeEnd].ToLowerInvariant() : "";
        if (!defaultPorts.TryGetValue(scheme, out var defaultPort))
            throw new UsageException(Messages.UrlScheme(url, defaultPorts.Keys));

        var authority = url.AsSpan(schemeEnd + 3).TrimEnd('/');
        var colon = authority.LastIndexOf(':');
        if (colon < authority.LastIndexOf(']'))
            colon = -1; // that colon is inside an IPv6 literal

        var host = (colon < 0 ? authority : authority[..colon]).ToString().ToLowerInvariant();
        if (host == "+")
            host = "*";
        if (!IsBindable(host))
            throw new UsageException(Messages.UrlHost(url, host));

        if (colon < 0)
            return new ListenUrl(scheme, host, defaultPort ?? throw new UsageException(Messages.UrlPort(url)));
        if (!ushort.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            throw new UsageException(Messages.UrlPort(url));
        if (port == 0 && host == "localhost")
            throw new UsageException(Messages.UrlLocalhostZero(url));
        return new ListenUrl(scheme, host, port);
    }

    /// <summary>
    /// The addresses to bind: one, or two for <c>localhost</c>, which is 127.0.0.1 to some programs and ::1 to others. <c>*</c> is every
    /// address of this machine, IPv4 and IPv6 through one dual-stack socket.
    /// </summary>
    public IReadOnlyList<IPEndPoint> Resolve() => Host switch
    {
        "localhost" when Socket.OSSupportsIPv6 => [new(IPAddress.Loopback, Port), new(IPAddress.IPv6Loopback, Port)],
        "localhost" => [new(IPAddress.Loopback, Port)],
        "*" => [new(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, Port)],
        _ => [new(IPAddress.Parse(Host), Port)],
    };

    /// <summary>The URL of a bound address, for the log.</summary>
    public static string Of(string scheme, IPEndPoint bound) => $"{scheme}://{bound}";

    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLoopback => Resolve().All(address => IsThisMachine(address.Address));

    /// <summary>Whether an address always leads to this machine. A zone (<c>::1%lo</c>) does not change this (RFC 4007 §11).</summary>
    public static bool IsThisMachine(IPAddress address) => IPAddress.IsLoopback(address.AddressFamily switch
    {
        AddressFamily.InterNetworkV6 when address.IsIPv4MappedToIPv6 => address.MapToIPv4(),
        AddressFamily.InterNetworkV6 => new IPAddress(address.GetAddressBytes()),
        _ => address,
    });

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{Host}:{Port}");

    // IPAddress.TryParse also accepts "1" and "0x7f.1"; only an address in the usual form is valid here.
    private static bool IsBindable(string host) =>
        host is "localhost" or "*"
        || (host.StartsWith('[') && host.EndsWith(']')
            && IPAddress.TryParse(host, out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6)
        || (IPAddress.TryParse(host, out var v4) && v4.AddressFamily == AddressFamily.InterNetwork && v4.ToString() == host);
}
