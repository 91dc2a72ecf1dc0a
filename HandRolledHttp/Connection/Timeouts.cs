using RawSocketServer;

namespace HandRolledHttp.Connection;

/// <summary>How long a connection waits for its peer. Deadlines are checked once per second, so each may be up to a second late.</summary>
public sealed record Timeouts
{
    /// <summary>
    /// At shutdown: how long a connection may still begin a request, whose response then has <c>Connection: close</c>. If it closed at
    /// once, a request that the client is just sending would be lost. Precedents differ (nginx <c>keepalive_min_timeout</c> 0, HAProxy
    /// <c>idle-close-on-response</c> without a limit). Then: closed without a response.
    /// </summary>
    internal static TimeSpan LastRequest => TimeSpan.FromSeconds(1);

    /// <summary>After the last response: the connection closes when the peer sends nothing for this time, and up to a second more.</summary>
    internal static TimeSpan LingerIdle => TimeSpan.FromSeconds(1);

    /// <summary>
    /// After the last response: how long incoming bytes are discarded at most (nginx lingering_timeout 5 s), plus one silence.
    /// </summary>
    internal static TimeSpan LingerTotal => TimeSpan.FromSeconds(5);

    /// <summary>
    /// From the first byte of a request to the end of its head; 1 s to 1 h. Default 20 s (httpd 20–40 s, Kestrel 30 s, nginx 60 s). Then:
    /// 408.
    /// </summary>
    public TimeSpan Head { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// From one response to the first byte of the next request; 1 s to 1 day. Default 60 s (nginx 75 s, Kestrel 130 s). Then: closed
    /// without a response.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Minimum rate of a body, and of a client that reads a response, in bytes per second; 0 (any) or more. Default 240 (Kestrel). Below:
    /// 408; a slow reader is reset.
    /// </summary>
    public int MinimumRate { get; init; } = 240;

    /// <summary>How long the rate may be lower at the beginning; 1 s to 1 h. Default 5 s (Kestrel).</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Longest pause between two bytes of a body, or of a response to a slow reader; 1 s to 1 day. Default 60 s (nginx
    /// <c>client_body_timeout</c>, <c>send_timeout</c>). Then: 408; a reader is reset.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>TLS handshake; 1 s to 1 h. Default 10 s (Kestrel). Then: closed.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Checks every range.</summary>
    /// <exception cref="StartupException">A value is out of range; the message names it.</exception>
    public void Validate(string section)
    {
        Check.Range(section, nameof(Head), Head, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Check.Range(section, nameof(KeepAlive), KeepAlive, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check.Range(section, nameof(MinimumRate), MinimumRate, 0, 1_000_000_000);
        Check.Range(section, nameof(Grace), Grace, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Check.Range(section, nameof(Silence), Silence, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check.Range(section, nameof(Handshake), Handshake, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    }

    /// <summary>How long sending this many bytes may take: the grace period plus the time at the minimum rate.</summary>
    internal TimeSpan SendPatience(long bytes) =>
        MinimumRate == 0 ? Timeout.InfiniteTimeSpan : Grace + TimeSpan.FromSeconds((double)bytes / MinimumRate);

    /// <summary>How long to wait for more of a body after this many bytes and this much waiting; one pause is also limited.</summary>
    internal TimeSpan ReceivePatience(long received, TimeSpan waited)
    {
        if (MinimumRate == 0)
            return Silence;
        var seconds = Grace.TotalSeconds + ((double)received / MinimumRate) - waited.TotalSeconds;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Silence.TotalSeconds));
    }
}
