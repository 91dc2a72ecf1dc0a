namespace RawSocketServer.Chat;

/// <summary>What a chat room costs at most. Section <c>Raw:Chat</c>. What both ends agree on is not optional: see <see cref="ChatProtocol"/>.</summary>
public sealed record ChatOptions
{
    /// <summary>
    /// Connections in the room at once; 1 to 10,000. One more gets <c>! room-full</c>. Default 1,000: every line is sent to each of them, so
    /// ten lines a second are ten thousand sends.
    /// </summary>
    public int MaxMembers { get; init; } = 1000;

    /// <summary>
    /// Lines that may wait for one member; 128 to 65,536. Past it the member is cut with <c>! too-slow</c>. Lines wait only while the
    /// kernel's buffers are full, and all members share their bytes, so a member that never reads costs a reference a line. Default 1,024.
    /// </summary>
    public int QueuedLines { get; init; } = 1024;

    /// <summary>
    /// Lines taken from one member a second, and in one burst; 1 to 1,000,000. The rest waits in the member's own connection. Default 50:
    /// far more than a person types, and a flood reaches nobody (IRC servers allow about one in two seconds).
    /// </summary>
    public int LinesPerSecond { get; init; } = 50;

    /// <summary>How long a client may take to send a first line that is accepted; 1 s or more. Default 60 s (OpenSSH <c>LoginGraceTime</c> 120 s).</summary>
    public TimeSpan NameTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a full kernel buffer may take nothing before the member is reset; 1 s or more. Default 30 s (nginx <c>send_timeout</c> 60 s).</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Checks every range.</summary>
    /// <param name="section">The configuration section that the values came from, for the sentence.</param>
    /// <exception cref="StartupException">A value is out of range; the sentence names it.</exception>
    public void Validate(string section)
    {
        Check.Range(section, nameof(MaxMembers), MaxMembers, 1, 10_000);
        Check.Range(section, nameof(QueuedLines), QueuedLines, 2 * ChatRoom.MaxBatch, 65_536);
        Check.Range(section, nameof(LinesPerSecond), LinesPerSecond, 1, 1_000_000);
        Check.Range(section, nameof(NameTimeout), NameTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Check.Range(section, nameof(WriteTimeout), WriteTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    }
}
