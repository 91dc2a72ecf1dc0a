using Microsoft.Extensions.Configuration;
using RawSocketServer.Chat;
using RawSocketServer.Echo;
using RawSocketServer.Frames;
using RawSocketServer.Listening;
using RawSocketServer.Listening.Proxy;

namespace RawSocketServer.Hosting;

/// <summary>The service for TCP connections.</summary>
public enum RawMode
{
    /// <summary>Sends the client's bytes back.</summary>
    Echo,

    /// <summary>Sends the greeting of the original text once.</summary>
    Greet,

    /// <summary>A chat room in which a line is a message: docs/chat.md.</summary>
    Chat,

    /// <summary>Sends the client's messages back, each with its length: docs/frames.md.</summary>
    Frames,
}

/// <summary>
/// All options of section <c>Raw</c>: <c>--Raw:Backlog 128</c>, <c>Raw__Backlog=128</c>, or in the appsettings.json of the program's
/// folder.
/// </summary>
public sealed record RawServerOptions : SocketServerOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Raw";

    /// <summary>The command line's short name for <c>Raw:Mode</c>.</summary>
    public const string ModeOption = "--mode";

    /// <summary>
    /// The service for TCP connections; default <see cref="RawMode.Echo"/>. UDP echoes in the first two modes: a greeting would often be
    /// larger than its request, and such a response to an unverified sender is an amplification attack. The other modes need a stream and
    /// have no UDP.
    /// </summary>
    public RawMode Mode { get; init; }

    /// <summary>The options of the echo over TCP.</summary>
    public TcpEchoOptions Echo { get; init; } = new();

    /// <summary>The options of the chat room.</summary>
    public ChatOptions Chat { get; init; } = new();

    /// <summary>The options of frames.</summary>
    public FrameOptions Frames { get; init; } = new();

    /// <summary>The options of the echo over UDP.</summary>
    public UdpEchoOptions Udp { get; init; } = new();

    /// <summary>The names of the modes on the command line.</summary>
    public static string ModeNames { get; } = string.Join(", ", Enum.GetNames<RawMode>()).ToLowerInvariant();

    /// <summary>Reads and validates the options.</summary>
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
