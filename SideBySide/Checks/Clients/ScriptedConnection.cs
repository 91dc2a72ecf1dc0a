using System.Net;
using System.Net.Sockets;
using SideBySide.Experiments.Running;
using SideBySide.Http;
using SideBySide.Wire;

namespace SideBySide.Checks.Clients;

/// <summary>One connection of a client: receives requests and sends a scripted response to each.</summary>
/// <param name="socket">The connection.</param>
/// <param name="name">Its name in the record.</param>
/// <param name="log">The record.</param>
/// <param name="response">The response to a request.</param>
internal sealed class ScriptedConnection(Socket socket, string name, EventLog log, Func<Message, IReadOnlyList<ServedStep>> response)
{
    private const int MostAtOnce = 64 * 1024;

    // A guard against a client that does not receive: what follows is sent anyway.
    private static readonly TimeSpan s_received = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(1);

    // Where the system does not list a client's receive queue.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly StreamDissector _requests = new ConnectionDissector().Client;

    /// <summary>Serves it until the client closes it.</summary>
    /// <param name="cancellation">Ends it.</param>
    public async Task ServeAsync(CancellationToken cancellation)
    {
        using (socket)
        {
            socket.NoDelay = true;
            _ = log.Add(WireEventKind.Connected, name);
            try
            {
                await ReceiveAsync(cancellation);
            }
            catch (SocketException e)
            {
                _ = log.Add(WireEventKind.Broke, name, error: e.SocketErrorCode.ToString());
            }
            catch (OperationCanceledException)
            {
                // The check is over.
            }
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellation)
    {
        var buffer = new byte[16 * 1024];
        var isOpen = true;
        while (await socket.ReceiveAsync(buffer, cancellation) is > 0 and var count)
        {
            if (!log.Add(WireEventKind.Received, name, buffer.AsSpan(0, count).ToArray()))
                return; // more than is kept
            foreach (var request in _requests.Add(buffer.AsSpan(0, count)))
                isOpen = isOpen && await SendAsync(response(request), cancellation) && request.Refusal is null;
            if (_requests.IsHttp == false)
                return;
        }

        _ = log.Add(WireEventKind.Ended, name);
    }

    // Whether the connection stays open for the next request.
    private async Task<bool> SendAsync(IReadOnlyList<ServedStep> steps, CancellationToken cancellation)
    {
        var isFirst = true;
        foreach (var step in steps)
        {
            if (step is ServedEnd)
            {
                socket.Shutdown(SocketShutdown.Send);
                _ = log.Add(WireEventKind.Finished, name);
                return false;
            }

            foreach (var piece in Pieces((ServedBytes)step))
            {
                if (!isFirst)
                    await ReceivedAsync(cancellation);
                isFirst = false;
                for (var rest = piece; rest.Length > 0;)
                    rest = rest[await socket.SendAsync(rest, cancellation)..];
                _ = log.Add(WireEventKind.Sent, name, piece);
            }
        }

        return true;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(ServedBytes bytes)
    {
        if (bytes.Piece > 0)
        {
            for (var at = 0; at < bytes.Bytes.Length; at += bytes.Piece)
                yield return bytes.Bytes.Slice(at, Math.Min(bytes.Piece, bytes.Bytes.Length - at));
            yield break;
        }

        // Many small repetitions are sent in larger blocks.
        for (var left = bytes.Times; left > 0;)
        {
            var times = Math.Min(left, Math.Max(1, MostAtOnce / Math.Max(1, bytes.Bytes.Length)));
            left -= times;
            var block = new byte[times * bytes.Bytes.Length];
            for (var at = 0; at < block.Length; at += bytes.Bytes.Length)
                bytes.Bytes.CopyTo(block.AsMemory(at));
            yield return block;
        }
    }

    // The next piece is a receive of its own when the client has received all before it. The system says so; no pause has to guess it.
    private async Task ReceivedAsync(CancellationToken cancellation)
    {
        var (here, there) = ((IPEndPoint)socket.LocalEndPoint!, (IPEndPoint)socket.RemoteEndPoint!);
        if (!OperatingSystem.IsLinux())
            await Task.Delay(s_pause, cancellation);
        var time = TimeProvider.System;
        for (var begin = time.GetTimestamp(); time.GetElapsedTime(begin) < s_received;)
        {
            if (ReceiveQueue.Unacknowledged(there, here) is not > 0 && ReceiveQueue.Unread(here, there) is not > 0)
                return;
            await Task.Delay(s_look, cancellation);
        }
    }
}
