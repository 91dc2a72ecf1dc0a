using Microsoft.Extensions.Logging;
using RawSocketServer.Listening;

namespace RawSocketServer.Echo;

/// <summary>
/// The exchange that every socket lesson begins with: the client says <c>Hello, Server!</c>, the server answers
/// <c>你好，客户端！</c> and closes.
/// </summary>
/// <param name="options">Validated options; the buffer size plays no part here.</param>
/// <param name="log">Takes what the client said.</param>
public sealed class Greeting(TcpEchoOptions options, ILogger log)
{
    /// <summary>The most that is taken of a message, in bytes: the 1024 of nearly every lesson.</summary>
    public const int ReceiveSize = 1024;

    /// <summary>What is answered, as UTF-8: 7 characters, 21 bytes.</summary>
    public static ReadOnlyMemory<byte> Answer { get; } = "你好，客户端！"u8.ToArray();

    /// <summary>Serves one connection; the <see cref="ConnectionHandler"/> of a greeting server.</summary>
    /// <exception cref="OperationCanceledException">The peer does not take the answer; the server resets the connection.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The connection broke.</exception>
    public async Task ServeAsync(SocketConnection connection)
    {
        // This is where the lesson is naive: it receives once and calls that "the message". TCP carries a stream, not messages.
        // One receive may bring half of what one send sent, or two sends at once; it is luck, and a short text on a fast
        // network, that makes them match. To know where a message ends takes an agreement on top of the socket: a protocol.
        // So a longer message is logged in part, and a Chinese character cut in two shows as escaped bytes.
        using var message = new BorrowedBuffer(ReceiveSize);
        var received = await connection.ReceiveIdleAsync(message, options.IdleTimeout) ?? await LastChanceAsync(connection, message.Borrow());
        if (received == 0)
            return; // it came and went, or stayed silent: there is nothing to answer

        Log.Greeted(log, connection.Id, connection.RemoteEndPoint, VisibleBytes.Of(message.Borrow().Span[..received]));
        await connection.SendAsync(Answer, options.WriteTimeout);

        // A plain close would reset the connection when the client has sent more than was received, and the reset would
        // destroy the answer on its way.
        await connection.LingerAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
    }

    // The server stops, but the message may be here already.
    private static ValueTask<int> LastChanceAsync(SocketConnection connection, Memory<byte> message) =>
        connection.Available > 0 ? connection.ReceiveAsync(message) : ValueTask.FromResult(0);
}
