namespace RawSocketServer.Echo;

/// <summary>How long a TCP conversation may pause, and how many bytes are buffered. Section <c>Raw:Echo</c>.</summary>
public sealed record TcpEchoOptions
{
    /// <summary>
    /// Silence after which a connection is closed; above 0, or -00:00:00.001 for never. Default 5 min: long enough for a person who types,
    /// short enough to release a client that vanished (telnetd and xinetd wait forever, OpenSSH 0 to 2 min).
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long the peer may take to accept one buffer, <see cref="BufferSize"/>; above 0. Then the connection is reset. Default 60 s
    /// (nginx <c>send_timeout</c> 60 s); with a full buffer of 64 KiB, the peer must read 1.1 KiB per second.
    /// </summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Bytes received at a time, which is the most memory per connection outside the kernel; 1 to 1,048,576. A connection that waits for
    /// bytes has no buffer, so this may be large. Default 64 KiB (HAProxy 16 KiB, nginx 4 or 8 KiB).
    /// </summary>
    public int BufferSize { get; init; } = 64 * 1024;

    /// <summary>Checks every range.</summary>
    /// <param name="section">The configuration section of the values, for the error message.</param>
    /// <exception cref="StartupException">A value is out of range; the message names it.</exception>
    public void Validate(string section)
    {
        if (IdleTimeout != Timeout.InfiniteTimeSpan)
            Check.Range(section, nameof(IdleTimeout), IdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check.Range(section, nameof(WriteTimeout), WriteTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check.Range(section, nameof(BufferSize), BufferSize, 1, 1024 * 1024);
    }
}
