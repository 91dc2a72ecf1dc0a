using Microsoft.Extensions.Logging;
using RawSocketServer.Listening;

namespace RawSocketServer.Echo;

/// <summary>
/// Sends back the received bytes until the peer has finished (RFC 862). It does not interpret them: a socket does not define where a
/// message begins or ends, or whether it is text.
/// </summary>
/// <param name="options">Validated options.</param>
/// <param name="log">Logs one line per connection, at Debug.</param>
public sealed class TcpEcho(TcpEchoOptions options, ILogger log)
{
    /// <summary>Serves one connection; the <see cref="ConnectionHandler"/> of an echo server.</summary>
    /// <exception cref="OperationCanceledException">The peer did not read for too long; the server resets the connection.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The connection broke.</exception>
    public async Task ServeAsync(SocketConnection connection)
    {
        using var buffer = new BorrowedBuffer(options.BufferSize);
        var echoed = 0L;
        try
        {
            // One buffer, and each receive waits for the send before it: a peer that does not read fills the two kernels' buffers, and then
            // TCP's flow control stops it. It costs no more memory here.
            while (await connection.ReceiveIdleAsync(buffer, options.IdleTimeout) is { } received)
            {
                // 0 bytes: the peer has finished sending, but may still receive. Everything has been echoed; closing sends a FIN.
                if (received == 0)
                    return;
                await connection.SendAsync(buffer.Borrow()[..received], options.WriteTimeout);
                echoed += received;
            }

            if (connection.IsDraining)
                echoed += await FinishAsync(connection, buffer.Borrow());
        }
        finally
        {
            Log.Echoed(log, connection.Id, echoed);
        }
    }

    // The server is stopping. Bytes that the kernel has acknowledged so far are echoed; later bytes are not.
    private async ValueTask<long> FinishAsync(SocketConnection connection, Memory<byte> buffer)
    {
        long owed = connection.Available, echoed = 0;
        while (echoed < owed)
        {
            var received = await connection.ReceiveAsync(buffer[..(int)Math.Min(buffer.Length, owed - echoed)]);
            if (received == 0)
                break;
            await connection.SendAsync(buffer[..received], options.WriteTimeout);
            echoed += received;
        }

        await connection.LingerAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        return echoed;
    }
}
