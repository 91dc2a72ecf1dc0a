using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace RawSocketServer.Listening;

/// <summary>
/// The socket operations of .NET itself. When a socket is ready, .NET hands the continuation to its thread pool: two threads see
/// every message, and waking the second is what costs. In return a handler may do there whatever it likes for as long as it likes.
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
            // .NET takes a receive of no bytes for what is meant by it: tell me when there are some.
            await socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            // The receive that follows tells.
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
    public void Close() => socket.Dispose(); // which ends what waits for it
}
