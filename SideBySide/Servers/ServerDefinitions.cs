using RawSocketServer.Hosting;

namespace SideBySide.Servers;

/// <summary>Every server that this program starts. Another one is one entry here.</summary>
public static class ServerDefinitions
{
    private static readonly Dictionary<string, int?> s_http = new() { ["http"] = null, ["https"] = null };

    /// <summary>The echo server, without a protocol.</summary>
    public static ServerDefinition Raw { get; } = new("raw", "RawSocketServer", "--raw", "SideBySide:Raw",
        RawServer.DefaultUrls,
        new("C/S: moves bytes and gives them no meaning", "C/S：只搬运字节，不问含义"),
        RawServer.Schemes,
        (urls, share) => ServerHost.OfSockets(RawSocketServer.Program.Create(["--urls", urls, "--mode", "echo", "--Raw:Udp:LimitLoopback", "true"], share)));

    /// <summary>The same sockets with a small protocol: a line is a message. The HTTP servers bridge to it.</summary>
    public static ServerDefinition Room { get; } = new("room", "Chat room", "--room", "SideBySide:Room",
        RawServer.DefaultChatUrls,
        new("C/S by agreement: a line is a message", "C/S 的约定：一行就是一条消息"),
        RawServer.SchemesOf(RawMode.Chat),
        (urls, share) => ServerHost.OfSockets(RawSocketServer.Program.Create(["--urls", urls, "--mode", "chat"], share)));

    /// <summary>HTTP written by hand on the same socket server.</summary>
    public static ServerDefinition HandRolled { get; } = new("handrolled", "HandRolledHttp", "--handrolled", "SideBySide:HandRolled",
        "http://127.0.0.1:8081;https://127.0.0.1:8481",
        new("B/S by hand: HTTP written on the same listener", "B/S，手工实现：在同一套监听代码上手写 HTTP"),
        s_http,
        (urls, share) => ServerHost.OfSockets(HandRolledHttp.Program.Create(["--urls", urls], share)));

    /// <summary>HTTP by a framework.</summary>
    public static ServerDefinition Minimal { get; } = new("minimal", "MinimalHttpServer", "--minimal", "SideBySide:Minimal",
        "http://127.0.0.1:8082;https://127.0.0.1:8482",
        new("B/S by framework, which opens its own socket", "B/S，常规做法：用框架，套接字由框架打开"),
        s_http,
        (urls, share) => ServerHost.OfKestrel(urls, share));

    /// <summary>The page that shows the other servers.</summary>
    public static ServerDefinition Page { get; } = new("page", "SideBySide", "--urls", "urls", "http://127.0.0.1:8080",
        new("the page", "网页"),
        s_http);

    private static readonly Lazy<IReadOnlyList<ServerDefinition>> s_all = new(() => [Raw, .. StepDefinitions.All, HandRolled, Minimal]);

    /// <summary>All servers, from the echo server up to the framework. Every list of servers uses this one.</summary>
    public static IReadOnlyList<ServerDefinition> All => s_all.Value;

    /// <summary>The three servers that are compared, in order.</summary>
    public static IReadOnlyList<ServerDefinition> Servers { get; } = [Raw, HandRolled, Minimal];

    /// <summary>The servers with their own address option; the steps share one.</summary>
    public static IReadOnlyList<ServerDefinition> WithOption { get; } = [Raw, Room, HandRolled, Minimal, Page];
}
