namespace RawSocketServer.Listening.Proxy;

/// <summary>
/// The peers that begin their connections with a PROXY header (versions 1 and 2), which names the client. None by default: any other peer
/// could name any address. Section <c>Proxy</c> of the sockets' options.
/// </summary>
public sealed record ProxyOptions
{
    /// <summary>
    /// Addresses and networks of the proxies, separated by commas: <c>127.0.0.1, 10.0.0.0/8</c>. Such a peer must send the header, or its
    /// connection is closed; connections of other peers are not checked for one. Default: none (nginx <c>set_real_ip_from</c>, HAProxy
    /// <c>accept-proxy</c>).
    /// </summary>
    public string Trusted
    {
        get;
        init
        {
            field = value;
            Peers = null!; // parsed again, also in a copy
        }
    } = "";

    /// <summary>How long the header may take; above 0. Default 5 s (the specification asks for at least 3 s,
    /// so that a lost segment is sent again).</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The parsed addresses and networks.</summary>
    internal TrustedAddresses Peers
    {
        get => field ??= TrustedAddresses.Parse(nameof(Trusted), Trusted);
        private init;
    }

    /// <summary>Checks every value.</summary>
    /// <param name="section">The configuration section of the values, for the error message.</param>
    /// <exception cref="StartupException">A value cannot be used; the message names it.</exception>
    public void Validate(string section)
    {
        _ = TrustedAddresses.Parse($"{section}:{nameof(Trusted)}", Trusted);
        Check.Range(section, nameof(Timeout), Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
    }
}
