using System.Text;

namespace Reliability;

internal enum ServerKind
{
    Raw,
    HandRolled,
    Minimal,
}

/// <summary>What differs between the three when a fault does not care.</summary>
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

    /// <summary>Free ports of this machine only, and room for more connections than any fault opens.</summary>
    public static string[] Arguments(this ServerKind kind) => kind switch
    {
        ServerKind.Raw => ["--urls", "tcp://127.0.0.1:0;udp://127.0.0.1:0", "--Raw:MaxConnections", "16000", "--Raw:Udp:LimitLoopback", "true"],
        ServerKind.HandRolled => ["--urls", "http://127.0.0.1:0", "--Http:Sockets:MaxConnections", "16000"],
        _ => ["--urls", "http://127.0.0.1:0"], // Kestrel has no limit unless one is set
    };

    /// <summary>One small exchange: what is sent.</summary>
    public static string Request(this ServerKind kind) => kind.IsHttp() ? Get : Message;

    /// <summary>The same: how its answer ends.</summary>
    public static string AnswerEnd(this ServerKind kind) => kind.IsHttp() ? "Hello, World!" : Message;

    /// <summary>What stands before a body that comes back; nothing on the raw server.</summary>
    public static byte[] EchoHead(this ServerKind kind, long length) =>
        kind.IsHttp() ? Encoding.ASCII.GetBytes($"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n") : [];
}
