using System.Net;
using System.Net.Sockets;

namespace SideBySide.Wire;

/// <summary>What the client does once everything is sent.</summary>
public enum AfterSending
{
    /// <summary>Keep the sending side open, as a browser does: the server must find the end of the request by itself.</summary>
    StayOpen,

    /// <summary>Finish the sending side (FIN), as <c>nc -N</c> does: the end of input is the end of the message.</summary>
    Finish,
}

/// <summary>
/// A client that knows no protocol: it sends the bytes that it is given and records every byte and every event with its time.
/// </summary>
/// <param name="time">The clock of the recording.</param>
public sealed class WireClient(TimeProvider time)
{
    /// <summary>A server that talks without end must not fill the memory of who observes it.</summary>
    public const int MaxReceived = 1024 * 1024;

    /// <summary>Connects, sends, then receives until the server finishes. What goes wrong is an event, not an exception.</summary>
    /// <param name="server">Where to connect.</param>
    /// <param name="bytes">What to send, in one send as far as the system takes it.</param>
    /// <param name="afterSending">Whether the end of the bytes ends the stream.</param>
    /// <param name="patience">How long it may take in all.</param>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>.</param>
    public async Task<Recording> ExchangeAsync(EndPoint server, ReadOnlyMemory<byte> bytes, AfterSending afterSending,
        TimeSpan patience, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        var events = new List<WireEvent>();
        void Record(WireEventKind kind, ReadOnlyMemory<byte> data = default, string? error = null) =>
            events.Add(new WireEvent(kind, time.GetElapsedTime(begin), data, error));

        using var outOfPatience = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, outOfPatience.Token);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, either.Token);
            Record(WireEventKind.Connected);

            for (var rest = bytes; rest.Length > 0;)
            {
                var taken = await socket.SendAsync(rest, either.Token);
                Record(WireEventKind.Sent, rest[..taken]);
                rest = rest[taken..];
            }

            if (afterSending == AfterSending.Finish)
            {
                socket.Shutdown(SocketShutdown.Send);
                Record(WireEventKind.Finished);
            }

            var buffer = new byte[16 * 1024];
            for (var total = 0; ;)
            {
                var count = await socket.ReceiveAsync(buffer, either.Token);
                if (count > 0)
                    Record(WireEventKind.Received, buffer.AsSpan(0, count).ToArray());
                total += count;
                if (count > 0 && total <= MaxReceived)
                    continue;
                Record(count == 0 ? WireEventKind.Ended : WireEventKind.GaveUp);
                break;
            }
        }
        catch (SocketException e)
        {
            Record(WireEventKind.Broke, error: e.SocketErrorCode.ToString());
        }
        catch (OperationCanceledException) when (outOfPatience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            Record(WireEventKind.GaveUp);
        }

        return new Recording(events);
    }
}
