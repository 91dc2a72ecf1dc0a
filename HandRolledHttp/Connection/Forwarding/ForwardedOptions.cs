using RawSocketServer.Listening;

namespace HandRolledHttp.Connection.Forwarding;

/// <summary>The two fields in which proxies name their client.</summary>
public enum ForwardedField
{
    /// <summary><c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>: not standardised, but sent by nearly every proxy.</summary>
    XForwarded,

    /// <summary><c>Forwarded</c> (RFC 7239).</summary>
    Forwarded,
}

/// <summary>The proxies that are trusted to name the client. Section <c>Http:Forwarded</c>.</summary>
public sealed record ForwardedOptions
{
    /// <summary>
    /// Addresses and networks of the proxies, separated by commas: <c>127.0.0.1, 10.0.0.0/8</c>. Default: none, since every client can send
    /// these fields (nginx <c>set_real_ip_from</c>, ASP.NET Core <c>KnownProxies</c>).
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

    /// <summary>
    /// The field that the proxy writes; the other is ignored. A proxy that writes one forwards the other as the client sent it, so trusting
    /// both would mean trusting the client. Default <see cref="ForwardedField.XForwarded"/>.
    /// </summary>
    public ForwardedField Field { get; init; }

    /// <summary>The parsed addresses and networks.</summary>
    internal TrustedAddresses Peers
    {
        get => field ??= TrustedAddresses.Parse(nameof(Trusted), Trusted);
        private init;
    }

    /// <summary>Checks every value.</summary>
    /// <param name="section">The configuration section of the values, for the error message.</param>
    /// <exception cref="RawSocketServer.StartupException">A value cannot be used; the message names it.</exception>
    public void Validate(string section) => _ = TrustedAddresses.Parse($"{section}:{nameof(Trusted)}", Trusted);
}
