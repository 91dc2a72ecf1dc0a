using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using RawSocketServer;
using RawSocketServer.Hosting;

namespace HandRolledHttp.Chat;

/// <summary>The address of the chat room, and the limits of its routes. Section <c>Chat</c>.</summary>
public sealed record ChatOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Chat";

    private const string Example = "tcp://127.0.0.1:12347";

    /// <summary>The room (docs/chat.md), for example <c>tcp://127.0.0.1:12347</c>. Default none: the routes respond with 404.</summary>
    public string Room { get; init; } = "";

    /// <summary>
    /// Simultaneous connections to the room; 1 to 10,000. Default 1,000, the default number of members of a room. Above: 503, close frame
    /// 1013.
    /// </summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>
    /// Silence of an event stream before a comment, which keeps proxies from closing it and detects a lost client; 1 s to 1 h. Default 15 s
    /// (HTML Standard §9.2.7).
    /// </summary>
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The time that a long poll waits for a line; 1 s to 1 h. Default 25 s: below the usual 30 or 60 s of proxies. Then: 204.
    /// </summary>
    public TimeSpan PollTimeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// The time limit for each step of the room: accepting a connection, its greeting, receiving a line, confirming it; 1 s to 1 h. Default
    /// 10 s. Then: 503, close frame 1013.
    /// </summary>
    public TimeSpan RoomTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The room's address; null if there is none.</summary>
    internal DnsEndPoint? EndPoint => Room.Length == 0 ? null : Parse(Room);

    /// <summary>Reads and validates the options.</summary>
    /// <exception cref="StartupException">A name is unknown, or a value cannot be used; the message names it.</exception>
    public static ChatOptions Read(IConfiguration configuration)
    {
        var options = Settings.Read<ChatOptions>(configuration.GetSection(Section));
        options.Validate();
        return options;
    }

    private void Validate()
    {
        if (Room.Length > 0 && EndPoint is null)
            throw new UsageException(Messages.Say(
                $"--{Section}:{nameof(Room)} \"{Room}\" is not the address of a room; write for example {Example}",
                $"--{Section}:{nameof(Room)}“{Room}”不是聊天室的地址；写法例如 {Example}"));
        Check.Range(Section, nameof(MaxConnections), MaxConnections, 1, 10_000);
        Check.Range(Section, nameof(PingAfter), PingAfter, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Check.Range(Section, nameof(PollTimeout), PollTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Check.Range(Section, nameof(RoomTimeout), RoomTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    }

    private static DnsEndPoint? Parse(string room)
    {
        const string Scheme = "tcp://";
        var colon = room.LastIndexOf(':');
        return room.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && colon > Scheme.Length
            && ushort.TryParse(room.AsSpan(colon + 1).TrimEnd('/'), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port > 0
            && room[Scheme.Length..colon].Trim('[', ']') is var host && Uri.CheckHostName(host) != UriHostNameType.Unknown
            ? new DnsEndPoint(host, port)
            : null;
    }
}
