using System.Buffers;
using System.Net.Sockets;

namespace SideBySide.Wire.Relay;

/// <summary>
/// Two sockets that are made one connection. What cannot be passed on at once: a side that has finished sending and is then cut is noticed
/// only with the next byte for it, since a socket that is read to its end tells nothing more.
/// </summary>
/// <param name="id">Its number on the tape.</param>
/// <param name="client">Who connected.</param>
/// <param name="server">Who was connected to.</param>
/// <param name="tape">The recording.</param>
internal sealed class RelayedConnection(long id, Socket client, Socket server, RelayTape tape)
{
    private int _cut;

    /// <summary>Passes bytes until both sides have finished, or one is cut.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await using (stopping.Register(() => Cut(null)))
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
                tape.Record(id, side, RelayEventKind.Bytes, buffer.AsSpan(0, count).ToArray());
                for (var rest = buffer.AsMemory(0, count); rest.Length > 0;)
                    rest = rest[await to.SendAsync(rest)..];
            }

            tape.Record(id, side, RelayEventKind.Finished);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Cut(breaks);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // A reset of one side is a reset of the other. Whichever pump notices first tells it, once.
    private void Cut(Side? by)
    {
        if (Interlocked.Exchange(ref _cut, 1) != 0)
            return;
        if (by is { } side)
            tape.Record(id, side, RelayEventKind.Reset);
        foreach (var socket in (Socket[])[client, server])
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
}
