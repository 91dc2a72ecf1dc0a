using RawSocketServer.Listening;

namespace HandRolledHttp.Web.Forwarding;

/// <summary>The two ways in which proxies tell for whom they ask.</summary>
public enum ForwardedField
{
    /// <summary><c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>: no standard, and what nearly every proxy sends.</summary>
    XForwarded,

    /// <summary><c>Forwarded</c> (RFC 7239).</summary>
    Forwarded,
}

/// <summary>Which proxies are believed when they tell for whom they ask. Section <c>Http:Forwarded</c>.</summary>
public sealed record ForwardedOptions
{
    /// <summary>
    /// Addresses and networks of the proxies, separated by commas: <c>127.0.0.1, 10.0.0.0/8</c>. Default: nobody, since every client can
    /// send these fields (nginx <c>set_real_ip_from</c>, ASP.NET Core <c>KnownProxies</c>).
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

    /// <summary>
    /// Which of them the proxy writes; the others are not looked at. A proxy that writes one passes the other on as the client sent it, so to
    /// believe both would be to believe the client. Default <see cref="ForwardedField.XForwarded"/>.
    /// </summary>
    public ForwardedField Field { get; init; }

    /// <summary>Who that is.</summary>
    internal PeerList Peers
    {
        get => field ??= PeerList.Parse(nameof(Trusted), Trusted);
        private init;
    }

    /// <summary>Checks every value.</summary>
    /// <param name="section">The configuration section that the values came from, for the sentence.</param>
    /// <exception cref="RawSocketServer.StartupException">A value cannot be used; the sentence names it.</exception>
    public void Validate(string section) => _ = PeerList.Parse($"{section}:{nameof(Trusted)}", Trusted);
}
