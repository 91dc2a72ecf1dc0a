namespace RawSocketServer.Echo;

/// <summary>
/// What the UDP echo is willing to answer. UDP does not prove who sent a datagram, so an echo that answers everything can be
/// aimed at others; see <see cref="UdpEcho"/>. Section <c>Raw:Udp</c>.
/// </summary>
public sealed record UdpEchoOptions
{
    /// <summary>Answers a second to one source, an IPv4 address or an IPv6 /64; 1 to 1,000,000. Default 100.</summary>
    public int SourceRate { get; init; } = 100;

    /// <summary>Answers that one source may get at once after a pause; 1 to 1,000,000. Default 100.</summary>
    public int SourceBurst { get; init; } = 100;

    /// <summary>Answers a second to all sources together, also the most at once; 1 to 10,000,000. Default 10,000.</summary>
    public int TotalRate { get; init; } = 10_000;

    /// <summary>
    /// Sources that are counted at once; 1 to 1,000,000. A source is forgotten once it has been quiet long enough to have its
    /// whole burst again; while the table is full of others, a new source gets no answer. Default 4,096, about 0.5 MiB.
    /// </summary>
    public int MaxSources { get; init; } = 4096;

    /// <summary>
    /// Limit the answers to this machine's own addresses (127.0.0.0/8, ::1), too. Default false: nobody elsewhere can forge them, and a program that asks as fast as
    /// it is answered should not lose datagrams to a guard against others.
    /// </summary>
    public bool LimitLoopback { get; init; }

    /// <summary>Checks every range.</summary>
    /// <param name="section">The configuration section that the values came from, for the sentence.</param>
    /// <exception cref="StartupException">A value is out of range; the sentence names it.</exception>
    public void Validate(string section)
    {
        Check.Range(section, nameof(SourceRate), SourceRate, 1, 1_000_000);
        Check.Range(section, nameof(SourceBurst), SourceBurst, 1, 1_000_000);
        Check.Range(section, nameof(TotalRate), TotalRate, 1, 10_000_000);
        Check.Range(section, nameof(MaxSources), MaxSources, 1, 1_000_000);
    }
}
