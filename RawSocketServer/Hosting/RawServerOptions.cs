using Microsoft.Extensions.Configuration;
using RawSocketServer.Chat;
using RawSocketServer.Echo;
using RawSocketServer.Frames;
using RawSocketServer.Listening;
using RawSocketServer.Listening.Proxy;

namespace RawSocketServer.Hosting;

/// <summary>What is said to a client that connects with TCP.</summary>
public enum RawMode
{
    /// <summary>Its own bytes back.</summary>
    Echo,

    /// <summary>The document's greeting, once.</summary>
    Greet,

    /// <summary>A room, in which a line is a message: docs/chat.md.</summary>
    Chat,

    /// <summary>Its own messages back, each with its length: docs/frames.md.</summary>
    Frames,
}

/// <summary>
/// Everything that can be set in section <c>Raw</c>: <c>--Raw:Backlog 128</c>, <c>Raw__Backlog=128</c>, or in appsettings.json of the program's folder.
/// </summary>
public sealed record RawServerOptions : SocketServerOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Raw";

    /// <summary>The command line's short name for <c>Raw:Mode</c>.</summary>
    public const string ModeOption = "--mode";

    /// <summary>
    /// What TCP connections get; <see cref="RawMode.Echo"/> by default. UDP echoes in either of the first two modes: the greeting is longer
    /// than most messages, and an answer that is larger than its question, to a sender who has proved nothing, is an amplifier. The other two
    /// need a stream, and refuse UDP.
    /// </summary>
    public RawMode Mode { get; init; }

    /// <summary>TCP conversations.</summary>
    public TcpEchoOptions Echo { get; init; } = new();

    /// <summary>The chat room.</summary>
    public ChatOptions Chat { get; init; } = new();

    /// <summary>Messages with their lengths.</summary>
    public FrameOptions Frames { get; init; } = new();

    /// <summary>UDP datagrams.</summary>
    public UdpEchoOptions Udp { get; init; } = new();

    /// <summary>The modes as the command line writes them.</summary>
    public static string ModeNames { get; } = string.Join(", ", Enum.GetNames<RawMode>()).ToLowerInvariant();

    /// <summary>Reads and validates them.</summary>
    /// <exception cref="StartupException">A name is unknown, or a value has the wrong form or is out of range.</exception>
    public static RawServerOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (section[nameof(Mode)] is { } mode && !Enum.GetNames<RawMode>().Contains(mode, StringComparer.OrdinalIgnoreCase))
            throw new UsageException(Messages.UnknownChoice(ModeOption, mode, ModeNames));
        var options = Settings.Read<RawServerOptions>(section) with
        {
            Proxy = Settings.Read<ProxyOptions>(section.GetSection(nameof(Proxy))),
            Echo = Settings.Read<TcpEchoOptions>(section.GetSection(nameof(Echo))),
            Chat = Settings.Read<ChatOptions>(section.GetSection(nameof(Chat))),
            Frames = Settings.Read<FrameOptions>(section.GetSection(nameof(Frames))),
            Udp = Settings.Read<UdpEchoOptions>(section.GetSection(nameof(Udp))),
        };
        options.Validate(Section);
        options.Echo.Validate($"{Section}:{nameof(Echo)}");
        options.Chat.Validate($"{Section}:{nameof(Chat)}");
        options.Frames.Validate($"{Section}:{nameof(Frames)}");
        options.Udp.Validate($"{Section}:{nameof(Udp)}");
        if (options is { Mode: RawMode.Chat, ReusePort: true })
            throw new UsageException(Messages.OneRoom($"{Section}:{nameof(ReusePort)}"));
        return options;
    }
}
