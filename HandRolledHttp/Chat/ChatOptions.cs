using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using RawSocketServer;
using RawSocketServer.Hosting;

namespace HandRolledHttp.Chat;

/// <summary>Where the chat room is, and what its doors cost at most. Section <c>Chat</c>.</summary>
public sealed record ChatOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Chat";

    private const string Example = "tcp://127.0.0.1:12347";

    /// <summary>The room (docs/chat.md), for example <c>tcp://127.0.0.1:12347</c>. Default none: the routes respond 404.</summary>
    public string Room { get; init; } = "";

    /// <summary>
    /// Connections to the room at once; 1 to 10,000. Default 1,000, as many as a room takes members. Past it: 503, close frame 1013.
    /// </summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>
    /// Silence of an event stream after which a comment is sent, so that no proxy ends it and a client that has gone is noticed; 1 s to
    /// 1 h. Default 15 s (HTML Standard §9.2.7).
    /// </summary>
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a long poll waits for a line; 1 s to 1 h. Default 25 s: less than the 30 or 60 s of usual proxies. Past it: 204.
    /// </summary>
    public TimeSpan PollTimeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// How long the room may take to accept a connection, to greet, to take a line and to confirm one; 1 s to 1 h. Default 10 s. Past it:
    /// 503, close frame 1013.
    /// </summary>
    public TimeSpan RoomTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The room's address; null when there is none.</summary>
    internal DnsEndPoint? EndPoint => Room.Length == 0 ? null : Parse(Room);

    /// <summary>Reads and validates them.</summary>
    /// <exception cref="StartupException">A name is unknown, or a value cannot be used; the sentence names it.</exception>
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
