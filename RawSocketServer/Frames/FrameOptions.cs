namespace RawSocketServer.Frames;

/// <summary>
/// The limits of frames. Section <c>Raw:Frames</c>. The protocol defines the longest frame: <see cref="FrameReader.MaxLength"/>.
/// </summary>
public sealed record FrameOptions
{
    /// <summary>Silence between two frames; 1 s or more. Default 5 min, like the echo of bytes. Then: closed.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// From the first byte of a frame to its last; 1 s or more. Default 30 s: 1 MiB at 35 KB/s. Then: error <c>too-slow</c>.
    /// </summary>
    public TimeSpan FrameTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the peer may take to read one frame; 1 s or more. Default 60 s (nginx <c>send_timeout</c> 60 s). Then: reset.
    /// </summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Bytes of incomplete frames of all connections together; the longest frame or more. Only received bytes count, so a length alone
    /// costs nothing. Default 256 MiB. Above: error <c>busy</c>.
    /// </summary>
    public long MaxHeld { get; init; } = 256L * 1024 * 1024;

    /// <summary>Checks every range.</summary>
    /// <param name="section">The configuration section of the values, for the error message.</param>
    /// <exception cref="StartupException">A value is out of range; the message names it.</exception>
    public void Validate(string section)
    {
        Check.Range(section, nameof(IdleTimeout), IdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check.Range(section, nameof(FrameTimeout), FrameTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check.Range(section, nameof(WriteTimeout), WriteTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check.Range(section, nameof(MaxHeld), MaxHeld, FrameReader.HeadLength + FrameReader.MaxLength, long.MaxValue);
    }
}
