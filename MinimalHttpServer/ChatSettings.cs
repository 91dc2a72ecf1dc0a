namespace MinimalHttpServer;

/// <summary>Section <c>Chat</c>: <c>--Chat:Room tcp://127.0.0.1:12347</c>.</summary>
/// <param name="Room">The room's address.</param>
/// <param name="PingAfter">Silence of an event stream before a comment.</param>
/// <param name="PollTimeout">How long a long poll waits for a line.</param>
/// <param name="Patience">The time limit for each step of the room: accepting, its greeting, receiving a line, confirming it.</param>
internal sealed record ChatSettings(Uri Room, TimeSpan PingAfter, TimeSpan PollTimeout, TimeSpan Patience)
{
    /// <summary>Reads the settings; null without a room.</summary>
    /// <exception cref="FormatException">The address is malformed.</exception>
    public static ChatSettings? Read(IConfiguration configuration)
    {
        var chat = configuration.GetSection("Chat");
        if (chat["Room"] is not { Length: > 0 } address)
            return null;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var room) || room.Scheme != "tcp" || room.Port <= 0)
        {
            throw new FormatException(Startup.Say(
                $"--Chat:Room \"{address}\" is not like tcp://127.0.0.1:12347",
                $"--Chat:Room“{address}”应形如 tcp://127.0.0.1:12347"));
        }

        return new ChatSettings(room,
            chat.GetValue("PingAfter", TimeSpan.FromSeconds(15)),
            chat.GetValue("PollTimeout", TimeSpan.FromSeconds(25)),
            chat.GetValue("RoomTimeout", TimeSpan.FromSeconds(10)));
    }
}
