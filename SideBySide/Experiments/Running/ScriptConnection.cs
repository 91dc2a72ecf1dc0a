using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.RegularExpressions;
using RawSocketServer.Listening;
using SideBySide.Http;
using SideBySide.Wire;

namespace SideBySide.Experiments.Running;

/// <summary>One connection of a run: a socket without a protocol, and a log of its events.</summary>
internal partial class ScriptConnection : IAsyncDisposable
{
    private readonly EventLog _log;
    private readonly CancellationTokenSource _closing = new();
    private readonly MemoryStream _sent = new();
    private readonly MemoryStream _received = new();
    private readonly Lock _gate = new();
    private readonly bool _isDatagram;
    private Task _receiving = Task.CompletedTask;
    private ConnectionEnd _end = ConnectionEnd.Open;
    private bool _isRefused;
    private bool _endCame;
    private bool _closedHere;

    public ScriptConnection(string name, AddressFamily family, ConnectOptions options, Transport over, EventLog log)
    {
        Name = name;
        Options = options;
        _log = log;
        _isDatagram = over == Transport.Udp;
        Socket = _isDatagram ? new Socket(family, SocketType.Dgram, ProtocolType.Udp) : new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = options.NoDelay };
        if (options.ReceiveBuffer > 0)
            Socket.ReceiveBufferSize = options.ReceiveBuffer;
        if (options.SendBuffer > 0)
            Socket.SendBufferSize = options.SendBuffer;
    }

    public string Name { get; }

    /// <summary>The client's own address, once connected.</summary>
    public IPEndPoint? Local { get; private set; }

    /// <summary>The server's address, once connected.</summary>
    public IPEndPoint? Remote { get; private set; }

    /// <summary>Whether the server has closed or reset the connection.</summary>
    public bool HasEnded => _end != ConnectionEnd.Open;

    /// <summary>Whether the connection is established and neither side has closed it.</summary>
    public bool IsOpen => Local is not null && !HasEnded && !_closedHere;

    /// <summary>Whether the connection receives, or has received.</summary>
    public bool IsReceiving { get; private set; }

    /// <summary>Completes when receiving ends.</summary>
    public Task Ending => _receiving;

    /// <summary>
    /// Whether the script awaits the end in its last action on this connection, or the end came during the wait. Otherwise chance decides
    /// whether the end is observed.
    /// </summary>
    public bool EndIsAwaited { get; private set; }

    /// <summary>The number of arrived bytes that have not been received.</summary>
    public int Unread => HasEnded ? 0 : Socket.Available;

    /// <summary>Whether the kernel accepted only a part of some send.</summary>
    public bool TookLess { get; private set; }

    /// <summary>Whether the kernel accepted no more bytes of some send, although the machine had enough time.</summary>
    public bool IsStuck { get; private set; }

    protected Socket Socket { get; }

    protected ConnectOptions Options { get; }

    protected CancellationToken Closing => _closing.Token;

    public byte[] Received()
    {
        lock (_gate)
            return _received.ToArray();
    }

    /// <summary>Whether the received bytes equal the sent bytes.</summary>
    public bool HasEchoed()
    {
        lock (_gate)
            return _sent.Length > 0 && _received.Length == _sent.Length && _received.ToArray().AsSpan().SequenceEqual(_sent.ToArray());
    }

    /// <summary>Whether the received bytes are a beginning of the sent bytes, so that more may follow.</summary>
    public bool IsEchoing()
    {
        lock (_gate)
            return !HasEnded && !_closedHere && _received.Length > 0 && _received.Length < _sent.Length
                && _sent.ToArray().AsSpan().StartsWith(_received.ToArray());
    }

    /// <summary>The HTTP responses received so far.</summary>
    public IReadOnlyList<ParsedResponse> Answers() => Http.ParsedResponses.Read(Received(), Methods(), _end == ConnectionEnd.Closed);

    /// <summary>Whether the last response opened a WebSocket.</summary>
    public bool IsWebSocket() => Answers() is [.., var last] && ServerFrame.Follow(last);

    /// <summary>The messages and control frames so far.</summary>
    public IReadOnlyList<ServerFrame> Frames() => ConnectionOutcome.Of(Answers(), Received()).Frames;

    /// <summary>Opens the connection. A failure becomes an event, not an exception.</summary>
    public async Task OpenAsync(EndPoint server, CancellationToken cancellation)
    {
        try
        {
            await ConnectAsync(server, cancellation);
            (Local, Remote) = ((IPEndPoint?)Socket.LocalEndPoint, (IPEndPoint?)Socket.RemoteEndPoint);
            _ = _log.Add(WireEventKind.Connected, Name);
            if (Options.Receives)
                BeginReceiving();
        }
        catch (Exception e) when (Breakage(e) is { } error)
        {
            Broke(error);
        }
    }

    public void BeginReceiving()
    {
        if (_receiving.IsCompleted && !HasEnded)
        {
            IsReceiving = true;
            _receiving = ReceiveAllAsync();
        }
    }

    /// <summary>The script starts to await the end.</summary>
    public void AwaitEnd() => EndIsAwaited = true;

    /// <summary>The end came while it was awaited.</summary>
    public void EndCame() => _endCame = true;

    /// <summary>The script performs another action: an end after it was not awaited.</summary>
    public void GoOn() => EndIsAwaited &= _endCame;

    /// <summary>Sends the bytes. Gives up if the kernel accepts no more although the machine had enough time.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, TimeSpan within, SilenceEvidence evidence, CancellationToken cancellation)
    {
        if (Local is null)
            return; // not opened; the log already says why
        using var givingUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            do
            {
                var at = _log.Now; // the response can arrive before the send call returns
                var sending = SendSomeAsync(bytes, givingUp.Token).AsTask();
                if (!sending.IsCompleted && await evidence.WaitForAsync(sending, within, ReceivesFurther(), cancellation) is { } control)
                {
                    IsStuck = true;
                    _ = _log.Add(WireEventKind.GaveUp, Name, control: control);
                    await givingUp.CancelAsync();
                }

                var taken = await sending;
                var unsent = SendQueue.Unsent(Socket);
                TookLess |= taken < bytes.Length;
                lock (_gate)
                    _sent.Write(bytes.Span[..taken]);
                _ = _log.Add(WireEventKind.Sent, Name, bytes[..taken], at: at, unsent: unsent);
                bytes = bytes[taken..];
            }
            while (bytes.Length > 0 && !givingUp.IsCancellationRequested);
        }
        catch (OperationCanceledException) when (givingUp.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            // Gave up; already in the log.
        }
        catch (SocketException e) when (_isDatagram && e.SocketErrorCode == SocketError.MessageSize)
        {
            _ = _log.Add(WireEventKind.Noted, Name, note: $"send={e.SocketErrorCode}"); // too large for a datagram; the next one may fit
        }
        catch (Exception e) when (Breakage(e) is { } error)
        {
            Broke(error);
        }
    }

    /// <summary>Whether bytes that have arrived at the server are known to be unread.</summary>
    public bool ServerHasUnread() => Unreceived() > 0;

    /// <summary>Whether a server in this process is idle: its threads are idle, and all bytes have arrived in both directions.</summary>
    public bool IsServerIdle() => ServerThreads.AreIdle() && !IsUnderWay();

    /// <summary>Checks for a reset on a connection that does not receive: a receive would first return the bytes before it.</summary>
    public bool IsResetUnread()
    {
        if (IsOpen && SendQueue.IsReset(Socket))
            Broke(nameof(SocketError.ConnectionReset));
        return HasEnded;
    }

    /// <summary>Half-closes the connection (FIN).</summary>
    public async Task FinishAsync()
    {
        if (Local is null)
            return;
        try
        {
            await ShutdownAsync();
            _ = _log.Add(WireEventKind.Finished, Name);
        }
        catch (Exception e) when (Breakage(e) is { } error)
        {
            Broke(error);
        }
    }

    /// <summary>Closes the connection, in order or with a reset.</summary>
    public async Task CloseAsync(bool reset)
    {
        _closedHere = true;
        if (reset)
            Socket.ResetOnClose();
        await DisposeAsync();
        _ = _log.Add(reset ? WireEventKind.Reset : WireEventKind.Closed, Name);
    }

    public ConnectionOutcome Outcome()
    {
        var (received, answers) = (Received(), Answers());
        var kind = _isRefused ? OutcomeKind.Refused
            : answers.Count > 0 ? OutcomeKind.Answers
            : received.Length == 0 ? OutcomeKind.Nothing
            : HasEchoed() ? OutcomeKind.Echo
            : OutcomeKind.Bytes;
        var isSeen = HasEnded ? EndIsAwaited || kind == OutcomeKind.Nothing : !_closedHere && (EndIsAwaited || kind == OutcomeKind.Nothing);
        return new ConnectionOutcome(Name, kind, isSeen ? _end : ConnectionEnd.Unseen, answers, received);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Socket.Dispose();
        await _receiving;
    }

    protected virtual async Task ConnectAsync(EndPoint server, CancellationToken cancellation) => await Socket.ConnectAsync(server, cancellation);

    protected virtual ValueTask<int> ReceiveAsync(Memory<byte> buffer) => Socket.ReceiveAsync(buffer, SocketFlags.None, Closing);

    protected virtual Task ShutdownAsync()
    {
        Socket.Shutdown(SocketShutdown.Send);
        return Task.CompletedTask;
    }

    // Sends as much as the kernel accepts at once. An asynchronous send would hide a partial one.
    protected virtual async ValueTask<int> SendSomeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (_isDatagram)
            return await Socket.SendAsync(bytes, cancellation);
        Socket.Blocking = false;
        var taken = Socket.Send(bytes.Span, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success => taken,
            SocketError.WouldBlock => await Socket.SendAsync(bytes[..1], cancellation), // returns when there is room again
            _ => throw new SocketException((int)error),
        };
    }

    private async Task ReceiveAllAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await ReceiveAsync(buffer) is var count && (count > 0 || _isDatagram))
            {
                var bytes = buffer.AsSpan(0, count).ToArray();
                lock (_gate)
                    _received.Write(bytes);
                if (!_log.Add(WireEventKind.Received, Name, bytes))
                    return;
            }

            _end = ConnectionEnd.Closed;
            _ = _log.Add(WireEventKind.Ended, Name);
        }
        catch (Exception e) when (_closing.IsCancellationRequested && e is OperationCanceledException or ObjectDisposedException or SocketException or IOException)
        {
            // The client closed the connection.
        }
        catch (Exception e) when (Breakage(e) is { } error)
        {
            Broke(error);
        }
    }

    // A server that receives will make room; one with an unchanged queue does not receive.
    private Func<bool> ReceivesFurther()
    {
        var before = Unreceived();
        return () =>
        {
            var (last, now) = (before, before = Unreceived());
            return now is not null && (now == 0 || now != last);
        };
    }

    // Bytes for a client that does not receive are not in transit.
    private bool IsUnderWay() => IsOpen && IsReceiving && !_isDatagram && (!SendQueue.HasArrived(Socket) || ReceiveQueue.Unacknowledged(Local!, Remote!) > 0);

    private long? Unreceived() =>
        _isDatagram || Local is not { } local || Remote is not { } remote ? null : ReceiveQueue.Unread(local, remote);

    private void Broke(string error)
    {
        if (_end == ConnectionEnd.Reset)
            return; // the sender and the receiver both report it
        _end = ConnectionEnd.Reset;
        _isRefused = error == nameof(SocketError.ConnectionRefused);
        _ = _log.Add(WireEventKind.Broke, Name, error: error);
    }

    // The end of a connection is an observation; every other exception is our bug.
    private static string? Breakage(Exception e) => e switch
    {
        SocketException socket => socket.SocketErrorCode.ToString(),
        IOException { InnerException: SocketException socket } => socket.SocketErrorCode.ToString(),
        IOException or AuthenticationException => e.Message,
        _ => null,
    };

    // A response to HEAD has no content, whatever its fields say: the parser needs the request methods.
    private string[] Methods()
    {
        lock (_gate)
            return [.. RequestLine().Matches(Encoding.Latin1.GetString(_sent.ToArray())).Select(line => line.Groups[1].Value)];
    }

    [GeneratedRegex(@"(?:^|\n)([A-Z]+) \S+ HTTP/1\.\d\r?\n")]
    private static partial Regex RequestLine();
}
