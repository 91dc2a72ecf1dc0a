using System.Text;

namespace Reliability;

internal enum ServerKind
{
    Raw,
    HandRolled,
    Minimal,
}

/// <summary>The differences between the three servers for faults that apply to all.</summary>
internal static class ServerKinds
{
    public const string Message = "Hello, Server!";

    private const string Get = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

    public static bool IsHttp(this ServerKind kind) => kind != ServerKind.Raw;

    public static string Project(this ServerKind kind) => kind switch
    {
        ServerKind.Raw => "RawSocketServer",
        ServerKind.HandRolled => "HandRolledHttp",
        _ => "MinimalHttpServer",
    };

    /// <summary>Options: free ports of this machine only, and more connections than any fault opens.</summary>
    public static string[] Arguments(this ServerKind kind) => kind switch
    {
        ServerKind.Raw => ["--urls", "tcp://127.0.0.1:0;udp://127.0.0.1:0", "--Raw:MaxConnections", "16000", "--Raw:Udp:LimitLoopback", "true"],
        ServerKind.HandRolled => ["--urls", "http://127.0.0.1:0", "--Http:Sockets:MaxConnections", "16000"],
        _ => ["--urls", "http://127.0.0.1:0"], // Kestrel has no limit by default
    };

    /// <summary>The request of a small exchange.</summary>
    public static string Request(this ServerKind kind) => kind.IsHttp() ? Get : Message;

    /// <summary>The end of its response.</summary>
    public static string AnswerEnd(this ServerKind kind) => kind.IsHttp() ? "Hello, World!" : Message;

    /// <summary>The head of a request to echo a body; empty for RawSocketServer.</summary>
    public static byte[] EchoHead(this ServerKind kind, long length) =>
        kind.IsHttp() ? Encoding.ASCII.GetBytes($"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n") : [];
}
