using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace RawSocketServer.Listening;

/// <summary>
/// The socket operations of .NET. When a socket is ready, .NET passes the continuation to its thread pool: two threads handle every
/// message, and waking the second one is slow. In return a handler may block there.
/// </summary>
/// <param name="socket">Connected.</param>
/// <param name="deadline">Ends every wait.</param>
internal sealed class SystemOperations(Socket socket, Deadline deadline) : ISocketOperations
{
    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WaitForBytesAsync()
    {
        try
        {
            // In .NET, a receive of zero bytes waits until bytes have arrived.
            await socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            // The next receive reports it.
        }
        catch (Exception e)
        {
            deadline.Break(e);
            throw;
        }
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, SocketFlags.None, deadline.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            deadline.Break(e);
            throw;
        }
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
            {
                bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, deadline.Token)..];
                deadline.Progress();
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            deadline.Break(e);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Close() => socket.Dispose(); // which ends all waits for it
}
