using Microsoft.Extensions.Logging;
using RawSocketServer.Listening;

namespace RawSocketServer.Echo;

/// <summary>
/// The first exchange of every socket lesson: the client sends <c>Hello, Server!</c>, the server responds with <c>你好，客户端！</c> and closes.
/// </summary>
/// <param name="options">Validated options; the buffer size is not used.</param>
/// <param name="log">Logs the client's message.</param>
public sealed class Greeting(TcpEchoOptions options, ILogger log)
{
    /// <summary>The maximum length of a message, in bytes: the 1024 of nearly every lesson.</summary>
    public const int ReceiveSize = 1024;

    /// <summary>The response in UTF-8: 7 characters, 21 bytes.</summary>
    public static ReadOnlyMemory<byte> Response { get; } = "你好，客户端！"u8.ToArray();

    /// <summary>Serves one connection; the <see cref="ConnectionHandler"/> of a greeting server.</summary>
    /// <exception cref="OperationCanceledException">The peer does not read the response; the server resets the connection.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The connection broke.</exception>
    public async Task ServeAsync(SocketConnection connection)
    {
        // The lesson is naive here: it receives once and treats the result as "the message". TCP carries a stream, not messages. One
        // receive may return half of one send, or two sends at once; they only match by luck, with a short text on a fast network. The end
        // of a message requires an agreement between both programs: a protocol. So a longer message is logged in part, and a Chinese
        // character that is cut in two appears as escaped bytes.
        using var message = new BorrowedBuffer(ReceiveSize);
        var received = await connection.ReceiveIdleAsync(message, options.IdleTimeout)
            ?? await LastChanceAsync(connection, message.Borrow());
        if (received == 0)
            return; // the client closed or stayed silent: no response

        Log.Greeted(log, connection.Id, connection.RemoteEndPoint, VisibleBytes.Of(message.Borrow().Span[..received]));
        await connection.SendAsync(Response, options.WriteTimeout);

        // If the client sent more than was received, a plain close would reset the connection, and the reset would destroy the response.
        await connection.LingerAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
    }

    // The server is stopping, but the message may have arrived already.
    private static ValueTask<int> LastChanceAsync(SocketConnection connection, Memory<byte> message) =>
        connection.Available > 0 ? connection.ReceiveAsync(message) : ValueTask.FromResult(0);
}
