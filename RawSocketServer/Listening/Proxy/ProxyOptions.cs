namespace RawSocketServer.Listening.Proxy;

/// <summary>
/// Who begins its connections with a PROXY header (versions 1 and 2), telling for whom it connects. Nobody by default: anyone else
/// could name any address. Section <c>Proxy</c> of the sockets' options.
/// </summary>
public sealed record ProxyOptions
{
    /// <summary>
    /// Addresses and networks of the proxies, separated by commas: <c>127.0.0.1, 10.0.0.0/8</c>. Such a peer must send the header, or it
    /// is closed; the bytes of any other peer are never looked at. Default: nobody (nginx <c>set_real_ip_from</c>, HAProxy <c>accept-proxy</c>).
    /// </summary>
    public string Trusted
    {
        get;
        init
        {
            field = value;
            Peers = null!; // parsed anew, also in a copy
        }
    } = "";

    /// <summary>How long the header may take; above 0. Default 5 s (the specification asks for at least 3 s, so that a lost segment is sent again).</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Who that is.</summary>
    internal PeerList Peers
    {
        get => field ??= PeerList.Parse(nameof(Trusted), Trusted);
        private init;
    }

    /// <summary>Checks every value.</summary>
    /// <param name="section">The configuration section that the values came from, for the sentence.</param>
    /// <exception cref="StartupException">A value cannot be used; the sentence names it.</exception>
    public void Validate(string section)
    {
        _ = PeerList.Parse($"{section}:{nameof(Trusted)}", Trusted);
        Check.Range(section, nameof(Timeout), Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
    }
}
