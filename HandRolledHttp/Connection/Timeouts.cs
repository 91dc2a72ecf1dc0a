using RawSocketServer;

namespace HandRolledHttp.Connection;

/// <summary>How long a connection waits for its peer. Deadlines are looked at once a second, so each may come up to a second late.</summary>
public sealed record Timeouts
{
    /// <summary>From the first byte of a request to the end of its head; 1 s to 1 h. Default 20 s (httpd 20–40 s, Kestrel 30 s, nginx 60 s). Past it: 408.</summary>
    public TimeSpan Head { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>From one answer to the first byte of the next request; 1 s to 1 day. Default 60 s (nginx 75 s, Kestrel 130 s). Past it: closed without a word.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// When the server stops: how long a connection may still begin a request, whose answer then says <c>Connection: close</c>; 0 to 1 min.
    /// Closed at once, it would lose the request that its client sends in that very moment. Default 1 s (nginx
    /// <c>keepalive_min_timeout</c> 0, HAProxy <c>idle-close-on-response</c> without a limit). Past it: closed without a word.
    /// </summary>
    public TimeSpan LastRequest { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Slowest acceptable body, and slowest acceptable reader, in bytes a second; 0 (any) or more. Default 240 (Kestrel). Past it: 408; a slow reader is reset.</summary>
    public int MinimumRate { get; init; } = 240;

    /// <summary>How long the rate may stay below that at first; 1 s to 1 h. Default 5 s (Kestrel).</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long not a single byte of a body, or of a response to a slow reader, may move, however fast the others were; 1 s to 1 day. Default 60 s (nginx
    /// <c>client_body_timeout</c>, <c>send_timeout</c>). Past it: 408; a reader is reset.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>TLS handshake; 1 s to 1 h. Default 10 s (Kestrel). Past it: closed.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After a refusal: silence of the peer after which the connection is closed; 0 to 1 min. Default 1 s, and up to a second more.</summary>
    public TimeSpan LingerIdle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After a refusal: how long at most what still arrives is discarded; 0 to 10 min. Default 5 s (nginx lingering_timeout 5 s), and one more silence.</summary>
    public TimeSpan LingerTotal { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Checks every range.</summary>
    /// <exception cref="StartupException">A value is out of range; the sentence names it.</exception>
    public void Validate(string section)
    {
        Check.Range(section, nameof(Head), Head, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Check.Range(section, nameof(KeepAlive), KeepAlive, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check.Range(section, nameof(LastRequest), LastRequest, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Check.Range(section, nameof(MinimumRate), MinimumRate, 0, 1_000_000_000);
        Check.Range(section, nameof(Grace), Grace, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Check.Range(section, nameof(Silence), Silence, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check.Range(section, nameof(Handshake), Handshake, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Check.Range(section, nameof(LingerIdle), LingerIdle, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Check.Range(section, nameof(LingerTotal), LingerTotal, TimeSpan.Zero, TimeSpan.FromMinutes(10));
    }

    /// <summary>How long sending so many bytes may take: the grace, and the time they take at the minimum rate.</summary>
    internal TimeSpan SendPatience(long bytes) => MinimumRate == 0 ? Timeout.InfiniteTimeSpan : Grace + TimeSpan.FromSeconds((double)bytes / MinimumRate);

    /// <summary>How long to wait for more of a body of which so many bytes have come in so much time of waiting; one silence is bounded.</summary>
    internal TimeSpan ReceivePatience(long received, TimeSpan waited)
    {
        if (MinimumRate == 0)
            return Silence;
        var seconds = Grace.TotalSeconds + ((double)received / MinimumRate) - waited.TotalSeconds;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Silence.TotalSeconds));
    }
}
