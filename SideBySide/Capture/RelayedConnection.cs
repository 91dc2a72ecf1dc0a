using System.Buffers;
using System.Net.Sockets;
using RawSocketServer.Listening;
using SideBySide.Wire;

namespace SideBySide.Capture;

/// <summary>
/// Joins two sockets to one connection. One case is relayed late: a socket that was read to its end reports no later reset, so a side that
/// half-closes and then resets is noticed only with the next byte sent to it.
/// </summary>
/// <param name="id">Its number in the log.</param>
/// <param name="client">The client's socket.</param>
/// <param name="server">The server's socket.</param>
/// <param name="log">The recording.</param>
/// <param name="time">The clock.</param>
/// <param name="pausing">Called with 1 when a direction starts to wait for its receiver, and with -1 when it continues.</param>
internal sealed class RelayedConnection(long id, Socket client, Socket server, RelayLog log, TimeProvider time, Action<int> pausing)
{
    // After a reset of one side, a peer that reads nothing for so long loses the rest.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopped = new();
    private int _cut;

    /// <summary>Forwards bytes until both sides have half-closed or one has reset.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using (_stopped)
        await using (stopping.Register(Stop))
            await Task.WhenAll(PumpAsync(Side.Client, client, server), PumpAsync(Side.Server, server, client));
    }

    private async Task PumpAsync(Side side, Socket from, Socket to)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(RecordingRelay.ChunkSize);
        var breaks = side; // the side that causes a failure of the next call
        try
        {
            while (true)
            {
                breaks = side;
                var count = await from.ReceiveAsync(buffer.AsMemory(0, RecordingRelay.ChunkSize));
                breaks = side == Side.Client ? Side.Server : Side.Client;
                if (count == 0)
                    break;

                // Recorded before it is forwarded, so that a response never precedes its request.
                log.Record(id, side, RelayEventKind.Bytes, buffer.AsSpan(0, count).ToArray());
                for (var rest = buffer.AsMemory(0, count); rest.Length > 0;)
                    rest = rest[await SendAsync(to, rest)..];
            }

            log.Record(id, side, RelayEventKind.Finished);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            await CutAsync(breaks);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<int> SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        var sending = to.SendAsync(bytes);
        if (sending.IsCompleted)
            return await sending;
        pausing(1);
        try
        {
            return await sending;
        }
        finally
        {
            pausing(-1);
        }
    }

    // Resets the other side once it has acknowledged all earlier bytes: without a relay they would have arrived before the reset.
    private async Task CutAsync(Side by)
    {
        if (Interlocked.Exchange(ref _cut, 1) != 0)
            return;
        log.Record(id, by, RelayEventKind.Reset);
        var (reset, other) = by == Side.Client ? (client, server) : (server, client);
        Reset(reset);
        await SendQueue.DeliveredAsync(other, time, s_patience, _stopped.Token);
        Reset(other);
    }

    private void Stop()
    {
        _stopped.Cancel();
        _ = Interlocked.Exchange(ref _cut, 1);
        Reset(client);
        Reset(server);
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.ResetOnClose();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Already disposed.
        }

        socket.Dispose();
    }
}
