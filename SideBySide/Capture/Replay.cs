using System.Net.Sockets;
using RawSocketServer.Listening;

namespace SideBySide.Capture;

/// <summary>A server's reaction to a replayed client.</summary>
/// <param name="Received">All received bytes.</param>
/// <param name="Ending">How the server ended the connection.</param>
public sealed record ReplayedConnection(byte[] Received, CloseKind Ending);

/// <summary>
/// Replays the client's side of a recorded connection to another server. Where the recorded client had received responses before its next
/// send, the replay waits for the same number of responses, or of bytes if they are not HTTP.
/// </summary>
/// <param name="to">The other server.</param>
/// <param name="time">The clock of the pauses.</param>
/// <param name="pace">Whether the replay keeps the pauses of the recording.</param>
/// <param name="patience">The maximum silence of the server where a response was recorded.</param>
public sealed class Replay(Destination to, TimeProvider time, bool pace, TimeSpan patience)
{
    private const int MaxReceived = 64 * 1024 * 1024;

    /// <summary>Replays one connection. A failure of the server is a result, not an exception.</summary>
    public async Task<ReplayedConnection> RunAsync(RecordedConnection recorded, CancellationToken cancellation)
    {
        Socket socket;
        try
        {
            socket = await to.ConnectAsync(cancellation);
        }
        catch (SocketException)
        {
            return new ReplayedConnection([], CloseKind.Unreachable);
        }

        using (socket)
        {
            var answer = new ReplayReceiver();
            var reading = ReadAsync(socket, answer);
            try
            {
                await SpeakAsync(socket, recorded, answer, cancellation);
            }
            catch (SocketException)
            {
                answer.End(CloseKind.Reset); // reset during a send
            }

            socket.Dispose(); // the replay is complete
            await reading;
            return answer.Result;
        }
    }

    private async Task SpeakAsync(Socket socket, RecordedConnection recorded, ReplayReceiver heard, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        var start = recorded.Events[0].At;
        var until = new List<byte>(); // the recorded server's bytes so far
        var ended = false;
        foreach (var happened in recorded.Events)
        {
            if (happened.From == Side.Server)
            {
                until.AddRange(happened.Bytes.Span);
                ended |= happened.Kind is RelayEventKind.Finished or RelayEventKind.Reset;
                continue;
            }

            await heard.WaitAsync([.. until], ended, time, patience, cancellation);
            if (pace && happened.At - start - time.GetElapsedTime(begin) is var pause && pause > TimeSpan.Zero)
                await Task.Delay(pause, time, cancellation);
            switch (happened.Kind)
            {
                case RelayEventKind.Bytes:
                    for (var rest = happened.Bytes; rest.Length > 0;)
                        rest = rest[await socket.SendAsync(rest, cancellation)..];
                    break;
                case RelayEventKind.Finished:
                    socket.Shutdown(SocketShutdown.Send);
                    break;
                case RelayEventKind.Reset:
                    socket.ResetOnClose();
                    return;
            }
        }

        await heard.WaitAsync([.. until], ended, time, patience, cancellation);
    }

    private static async Task ReadAsync(Socket socket, ReplayReceiver heard)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer) is > 0 and var count && heard.Add(buffer.AsSpan(0, count)) < MaxReceived)
                continue;
            heard.End(CloseKind.Finished);
        }
        catch (SocketException e)
        {
            heard.End(e.SocketErrorCode == SocketError.OperationAborted ? CloseKind.Open : CloseKind.Reset);
        }
        catch (ObjectDisposedException)
        {
            heard.End(CloseKind.Open);
        }
    }
}
