using System.Text;
using HandRolledHttp.Connection;
using HandRolledHttp.Connection.WebSockets;
using HandRolledHttp.Tests.Connection;
using HandRolledHttp.Web;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HandRolledHttp.Tests.WebSocket;

/// <summary>A WebSocket over a transport in memory: the test is the client, and controls the clock.</summary>
internal sealed class Conversation
{
    public const string Open = "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

    private Conversation(Served served, Task run) => (Transport, Run) = (served.Transport, run);

    public MemoryTransport Transport { get; }

    /// <summary>Completes with the connection.</summary>
    public Task Run { get; }

    /// <summary>The frames that the server sent after its 101.</summary>
    public List<ServerFrame> Frames => WebSocket.Frames.Read(Transport.Sent.Split("\r\n\r\n", 2)[1]);

    /// <summary>Opens a WebSocket, with an echo by default.</summary>
    public static Conversation Begin(
        WebSocketSession? session = null, HttpServerOptions? options = null, string open = Open, int? maxMessage = null, ILogger? log = null)
    {
        var served = new Served(options: options) { Log = log ?? NullLogger.Instance }
            .Map("GET", "/ws", (_, response) => response.WebSocketAsync(session ?? EchoAsync, maxMessage, ["chat"]));
        var run = served.RunAsync();
        if (open.Length > 0)
            served.Transport.Arrive(open);
        return new Conversation(served, run);
    }

    /// <summary>The same, with frames in given pieces and FIN; completes with the connection.</summary>
    public static async Task<Conversation> HoldAsync(params string[] frames)
    {
        var conversation = Begin();
        foreach (var piece in frames)
            conversation.Send(piece);
        conversation.Transport.Finish();
        await conversation.Run;
        return conversation;
    }

    /// <summary>The handshake with another field.</summary>
    public static string OpenWith(string field) => Open.Replace("\r\n\r\n", $"\r\n{field}\r\n\r\n", StringComparison.Ordinal);

    public static async Task EchoAsync(WebSocketConnection socket, CancellationToken closed)
    {
        while (await socket.ReceiveAsync() is { } message)
            await socket.SendAsync(message);
    }

    public void Send(string frames) => Transport.Arrive(WebSocket.Frames.Latin1(frames));

    public void Send(ReadOnlySpan<byte> bytes) => Transport.Arrive(Encoding.Latin1.GetString(bytes));

    /// <summary>Waits until the server has sent this many frames.</summary>
    public async Task<List<ServerFrame>> FramesAsync(int count)
    {
        await Transport.SentAsync(_ => Transport.Sent.Contains("\r\n\r\n", StringComparison.Ordinal) && Frames.Count >= count);
        return Frames;
    }

    /// <summary>An expected close frame.</summary>
    public static ServerFrame Close(int code, string reason = "") =>
        new(0x88, $"{(char)(code >> 8)}{(char)(code & 0xFF)}{Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(reason))}");

    public static ServerFrame Text(string text) => new(0x81, Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text)));
}
