namespace RawSocketServer.Echo;

/// <summary>
/// The limits of the UDP echo. UDP does not prove the sender of a datagram, so an echo without limits can be used to attack others; see
/// <see cref="UdpEcho"/>. Section <c>Raw:Udp</c>.
/// </summary>
public sealed record UdpEchoOptions
{
    /// <summary>Responses per second to one source, an IPv4 address or an IPv6 /64; 1 to 1,000,000. Default 100.</summary>
    public int SourceRate { get; init; } = 100;

    /// <summary>Responses to one source at once after a pause; 1 to 1,000,000. Default 100.</summary>
    public int SourceBurst { get; init; } = 100;

    /// <summary>Responses per second to all sources together, also the most at once; 1 to 10,000,000. Default 10,000.</summary>
    public int TotalRate { get; init; } = 10_000;

    /// <summary>
    /// Sources in the table; 1 to 1,000,000. A source is removed once it was silent long enough to have its whole burst again; while the
    /// table is full, a new source gets no response. Default 4,096, about 0.5 MiB.
    /// </summary>
    public int MaxSources { get; init; } = 4096;

    /// <summary>
    /// Limit responses to this machine's own addresses (127.0.0.0/8, ::1), too. Default false: other machines cannot forge them, and a fast
    /// local program should not lose datagrams to this limit.
    /// </summary>
    public bool LimitLoopback { get; init; }

    /// <summary>Checks every range.</summary>
    /// <param name="section">The configuration section of the values, for the error message.</param>
    /// <exception cref="StartupException">A value is out of range; the message names it.</exception>
    public void Validate(string section)
    {
        Check.Range(section, nameof(SourceRate), SourceRate, 1, 1_000_000);
        Check.Range(section, nameof(SourceBurst), SourceBurst, 1, 1_000_000);
        Check.Range(section, nameof(TotalRate), TotalRate, 1, 10_000_000);
        Check.Range(section, nameof(MaxSources), MaxSources, 1, 1_000_000);
    }
}
