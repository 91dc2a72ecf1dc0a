using System.Net.Sockets;
using RawSocketServer.Listening;
using SideBySide.Http;

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
public sealed class Replay(ResolvedHost to, TimeProvider time, bool pace, TimeSpan patience)
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
            var receiver = new ReplayReceiver();
            var reading = ReadAsync(socket, receiver);
            try
            {
                await SendAsync(socket, recorded, receiver, cancellation);
            }
            catch (SocketException)
            {
                receiver.End(CloseKind.Reset); // reset during a send
            }

            socket.Dispose(); // the replay is complete
            await reading;
            return receiver.Result;
        }
    }

    private async Task SendAsync(Socket socket, RecordedConnection recorded, ReplayReceiver receiver, CancellationToken cancellation)
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

            await receiver.WaitAsync([.. until], ended, time, patience, cancellation);
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

        await receiver.WaitAsync([.. until], ended, time, patience, cancellation);
    }

    private static async Task ReadAsync(Socket socket, ReplayReceiver receiver)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer) is > 0 and var count && receiver.Add(buffer.AsSpan(0, count)) < MaxReceived)
                continue;
            receiver.End(CloseKind.Finished);
        }
        catch (SocketException e)
        {
            receiver.End(e.SocketErrorCode == SocketError.OperationAborted ? CloseKind.Open : CloseKind.Reset);
        }
        catch (ObjectDisposedException)
        {
            receiver.End(CloseKind.Open);
        }
    }
}

/// <summary>The bytes that a server has sent so far, and a wait for enough of them.</summary>
internal sealed class ReplayReceiver
{
    private readonly Lock _gate = new();
    private readonly MemoryStream _received = new();
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CloseKind? _ending;

    public ReplayedConnection Result
    {
        get
        {
            lock (_gate)
                return new ReplayedConnection(_received.ToArray(), _ending ?? CloseKind.Open);
        }
    }

    /// <summary>Adds bytes; returns the total number.</summary>
    public long Add(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _received.Write(bytes);
            Notify();
            return _received.Length;
        }
    }

    /// <summary>Ends the bytes. The first ending counts.</summary>
    public void End(CloseKind ending)
    {
        lock (_gate)
        {
            _ending ??= ending;
            Notify();
        }
    }

    /// <summary>Waits until the server has sent as much as in the recording, has ended, or was silent for too long.</summary>
    public async Task WaitAsync(byte[] recorded, bool ended, TimeProvider time, TimeSpan patience, CancellationToken cancellation)
    {
        if (recorded.Length == 0 && !ended)
            return;
        var answers = ParsedResponses.Read(recorded, ended: ended).Count(answer => answer is { IsComplete: true, IsFinal: true });
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                if (_ending is not null || (!ended && IsEnough(recorded.Length, answers)))
                    return;
                arrival = _arrival.Task;
            }

            try
            {
                await arrival.WaitAsync(patience, time, cancellation);
            }
            catch (TimeoutException)
            {
                return;
            }
        }
    }

    private bool IsEnough(int length, int answers) => answers > 0
        ? ParsedResponses.Read(_received.ToArray()).Count(answer => answer is { IsComplete: true, IsFinal: true }) >= answers
        : _received.Length >= length;

    private void Notify()
    {
        _arrival.TrySetResult();
        _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
