namespace RawSocketServer.Chat;

/// <summary>
/// The limits of a chat room. Section <c>Raw:Chat</c>. The protocol itself is not optional: see <see cref="ChatProtocol"/>.
/// </summary>
public sealed record ChatOptions
{
    /// <summary>
    /// Simultaneous connections in the room; 1 to 10,000. One more gets <c>! room-full</c>. Default 1,000: each line is sent to all of
    /// them, so ten lines per second are ten thousand sends.
    /// </summary>
    public int MaxMembers { get; init; } = 1000;

    /// <summary>
    /// Lines that may wait for one member; 128 to 65,536. Above: <c>! too-slow</c>, and the connection ends. Lines wait only while the
    /// kernel's buffers are full. All members share the bytes, so each waiting line costs a reference. Default 1,024.
    /// </summary>
    public int QueuedLines { get; init; } = 1024;

    /// <summary>
    /// Lines accepted from one member per second, and in one burst; 1 to 1,000,000. The rest waits in the member's own connection. Default
    /// 50: far more than a person types, and too few for a flood (IRC servers allow about one in two seconds).
    /// </summary>
    public int LinesPerSecond { get; init; } = 50;

    /// <summary>Time until a valid first line; 1 s or more. Default 60 s (OpenSSH <c>LoginGraceTime</c> 120 s).</summary>
    public TimeSpan NameTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a member may read nothing while its buffers are full; 1 s or more. Default 30 s (nginx <c>send_timeout</c> 60 s). Then:
    /// reset.
    /// </summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Checks every range.</summary>
    /// <param name="section">The configuration section of the values, for the error message.</param>
    /// <exception cref="StartupException">A value is out of range; the message names it.</exception>
    public void Validate(string section)
    {
        Check.Range(section, nameof(MaxMembers), MaxMembers, 1, 10_000);
        Check.Range(section, nameof(QueuedLines), QueuedLines, 2 * ChatRoom.MaxBatch, 65_536);
        Check.Range(section, nameof(LinesPerSecond), LinesPerSecond, 1, 1_000_000);
        Check.Range(section, nameof(NameTimeout), NameTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Check.Range(section, nameof(WriteTimeout), WriteTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    }
}
