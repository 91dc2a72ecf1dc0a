using Microsoft.Extensions.Logging;
using RawSocketServer.Listening;

namespace RawSocketServer.Echo;

/// <summary>
/// Sends back what it receives, byte for byte, until the peer has finished (RFC 862). It gives the bytes no meaning: where a
/// message begins or ends, whether it is text at all, is none of its business, nor of any socket's.
/// </summary>
/// <param name="options">Validated options.</param>
/// <param name="log">Takes one line a connection, at Debug.</param>
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
            // One buffer, and nothing is received before it has been sent: a peer that does not read fills the two kernels'
            // buffers, then TCP's flow control stops it. Here its appetite costs nothing.
            while (await connection.ReceiveIdleAsync(buffer, options.IdleTimeout) is { } received)
            {
                // 0 bytes: the peer has finished sending, but it still listens. All was echoed by now; closing says FIN back.
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

    // The server stops: what the system had received by now was accepted in our name, so it is echoed. What comes later is not.
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
