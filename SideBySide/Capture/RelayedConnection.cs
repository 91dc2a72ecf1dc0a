using System.Buffers;
using System.Net.Sockets;

namespace SideBySide.Capture;

/// <summary>
/// Two sockets that are made one connection. What cannot be passed on at once: a side that has finished sending and is then cut is noticed
/// only with the next byte for it, since a socket that is read to its end tells nothing more.
/// </summary>
/// <param name="id">Its number on the tape.</param>
/// <param name="client">Who connected.</param>
/// <param name="server">Who was connected to.</param>
/// <param name="log">The recording.</param>
/// <param name="time">The clock.</param>
/// <param name="pausing">Called with 1 when a direction begins to wait until its receiver takes more, and with -1 when it waits no longer.</param>
internal sealed class RelayedConnection(long id, Socket client, Socket server, RelayLog log, TimeProvider time, Action<int> pausing)
{
    // A side that reads nothing for so long while the other has reset loses what is left.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopped = new();
    private int _cut;

    /// <summary>Passes bytes until both sides have finished, or one is cut.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using (_stopped)
        await using (stopping.Register(Stop))
            await Task.WhenAll(PumpAsync(Side.Client, client, server), PumpAsync(Side.Server, server, client));
    }

    private async Task PumpAsync(Side side, Socket from, Socket to)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(RecordingRelay.ChunkSize);
        var breaks = side; // who is to blame when the next call fails
        try
        {
            while (true)
            {
                breaks = side;
                var count = await from.ReceiveAsync(buffer.AsMemory(0, RecordingRelay.ChunkSize));
                breaks = side == Side.Client ? Side.Server : Side.Client;
                if (count == 0)
                    break;

                // Recorded before it is passed on, so that an answer never stands before what it answers.
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

    // A reset of one side is a reset of the other, once that has what was sent before: without a relay it would have been there already.
    private async Task CutAsync(Side by)
    {
        if (Interlocked.Exchange(ref _cut, 1) != 0)
            return;
        log.Record(id, by, RelayEventKind.Reset);
        var (reset, other) = by == Side.Client ? (client, server) : (server, client);
        Reset(reset);
        await SentBytes.DeliveredAsync(other, time, s_patience, _stopped.Token);
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
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has gone already.
        }

        socket.Dispose();
    }
}
