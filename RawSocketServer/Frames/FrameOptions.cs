namespace RawSocketServer.Frames;

/// <summary>How long a frame may take, and how much is held. Section <c>Raw:Frames</c>. The longest frame is agreed on: <see cref="FrameReader.MaxLength"/>.</summary>
public sealed record FrameOptions
{
    /// <summary>Silence between two frames after which the connection is closed; 1 s or more. Default 5 min, as the echo of bytes.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// From the first byte of a frame to its last; 1 s or more. Past it the client gets the error <c>too-slow</c>. Default 30 s: 1 MiB at 35 KB/s.
    /// </summary>
    public TimeSpan FrameTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the peer may take to accept one frame; 1 s or more. Past it the connection is reset. Default 60 s (nginx <c>send_timeout</c> 60 s).</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Bytes of unfinished frames held for all connections together; the longest frame or more. Past it a client gets the error <c>busy</c>. Only what has
    /// arrived counts, so that a length alone costs nothing. Default 256 MiB.
    /// </summary>
    public long MaxHeld { get; init; } = 256L * 1024 * 1024;

    /// <summary>Checks every range.</summary>
    /// <param name="section">The configuration section that the values came from, for the sentence.</param>
    /// <exception cref="StartupException">A value is out of range; the sentence names it.</exception>
    public void Validate(string section)
    {
        Check.Range(section, nameof(IdleTimeout), IdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check.Range(section, nameof(FrameTimeout), FrameTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check.Range(section, nameof(WriteTimeout), WriteTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check.Range(section, nameof(MaxHeld), MaxHeld, FrameReader.HeadLength + FrameReader.MaxLength, long.MaxValue);
    }
}
