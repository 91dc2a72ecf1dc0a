using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using HandRolledHttp.WebSocket;
using Microsoft.Extensions.Logging;
using RawSocketServer.Listening;

namespace HandRolledHttp.Connection.WebSockets;

/// <summary>
/// One WebSocket, as its session sees it: <see cref="ReceiveAsync"/> returns one message at a time, and any number of tasks may send.
/// While a receive is in progress, it sends pongs and returns the client's close frame.
/// <code>
///   Open        101                          PingAfter: ping; IdleTimeout: close frame 1001       a shutdown: close frame 1001
///     │                                      a frame below MinimumRate: 1008; a slow reader: reset
///     ├── the client's close frame ────────► returned ────────────────────────────────┐
///     ├── a broken rule (1002, 1007, 1009) ► sent; nothing more is read ──────────────┤
///     ▼                                                                               ▼
///   Closing     our close frame              CloseTimeout, until the client's       Ended: FIN from here first, then linger
/// </code>
/// </summary>
public sealed class WebSocketConnection : IDisposable
{
    private readonly ITransport _transport;
    private readonly WebSocketOptions _options;
    private readonly ILogger _log;
    private readonly FrameSender _sender;
    private readonly FrameReceiver _receiver;
    private readonly CancellationTokenSource _closed;
    private readonly bool _isTerse;
    private readonly bool _prefersChinese;
    private int _isReceiving;
    private bool _hasEnded;
    private bool _hasPinged;

    internal WebSocketConnection(
        ITransport transport, ReceiveBuffer input, SendBuffer output, HttpServerOptions options, WebSocketUpgrade upgrade, ILogger log)
    {
        _transport = transport;
        _options = options.WebSockets;
        _log = log;
        _isTerse = options.Terse;
        _prefersChinese = upgrade.PrefersChinese;
        _sender = new FrameSender(output, transport.Deadline);
        _receiver = new FrameReceiver(transport, input, options.Timeouts, upgrade.MaxMessage);
        _closed = CancellationTokenSource.CreateLinkedTokenSource(transport.Deadline.Token);
        Protocol = upgrade.Protocol;
    }

    /// <summary>The chosen subprotocol, or null.</summary>
    public string? Protocol { get; }

    /// <summary>
    /// The code of the client's close frame, after a receive has returned null: <see cref="CloseCode.NoCode"/> if the frame had none,
    /// <see cref="CloseCode.Abnormal"/> if no valid close frame came.
    /// </summary>
    public CloseCode ClientCode { get; private set; } = CloseCode.Abnormal;

    /// <summary>Receives the next message, when all of it has arrived.</summary>
    /// <returns>The message, valid until the next receive; null if the WebSocket has ended.</returns>
    /// <exception cref="InvalidOperationException">Another receive is in progress.</exception>
    /// <exception cref="OperationCanceledException">The server cut the connection; the session should not catch it.</exception>
    /// <exception cref="IOException">The connection broke; the session should not catch it, nor a SocketException.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<WebSocketMessage?> ReceiveAsync()
    {
        if (Interlocked.Exchange(ref _isReceiving, 1) != 0)
            throw new InvalidOperationException("A receive is under way; messages come one at a time.");
        try
        {
            while (!_hasEnded)
            {
                var result = _receiver.Read(out var payload);
                if (result.IsRejected)
                    await FailAsync(result.Error, result.Offset);
                else if (result.IsComplete && _receiver.Ended is Opcode.Text or Opcode.Binary)
                    return new WebSocketMessage(payload, _receiver.Ended == Opcode.Text);
                else if (result.IsComplete)
                    await ControlAsync(payload);
                else if (!await ReceiveMoreAsync())
                    await EndAsync("no close frame came");
            }

            return null;
        }
        finally
        {
            Volatile.Write(ref _isReceiving, 0);
        }
    }

    /// <summary>Sends text as one message.</summary>
    /// <returns>False if the WebSocket is closed; then nothing is sent.</returns>
    /// <exception cref="OperationCanceledException">The client reads too slowly, or the server cut the connection.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> SendAsync(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            return await _sender.SendAsync(Opcode.Text, bytes.AsMemory(0, Encoding.UTF8.GetBytes(text, bytes)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Sends bytes as one binary message.</summary>
    /// <returns>As <see cref="SendAsync(string)"/>.</returns>
    public ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes) => _sender.SendAsync(Opcode.Binary, bytes);

    /// <summary>Sends a message, for example one that was received.</summary>
    /// <returns>As <see cref="SendAsync(string)"/>.</returns>
    /// <exception cref="ArgumentException">A text message is not valid UTF-8 (RFC 6455 §5.6).</exception>
    public ValueTask<bool> SendAsync(WebSocketMessage message)
    {
        if (message.IsText && !Utf8.IsValid(message.Bytes.Span))
            throw new ArgumentException("A text message must be valid UTF-8 (RFC 6455 §5.6).", nameof(message));
        return _sender.SendAsync(message.IsText ? Opcode.Text : Opcode.Binary, message.Bytes);
    }

    /// <summary>
    /// Sends a close frame, the last frame in this direction. The session should receive until it gets null, or return. Messages of the
    /// client are still received until its close frame comes.
    /// </summary>
    /// <param name="code">1000 to 1003, 1007 to 1014, or 3000 to 4999.</param>
    /// <param name="reason">Cut to 123 bytes of UTF-8.</param>
    /// <exception cref="ArgumentOutOfRangeException">The code must not be sent (RFC 6455 §7.4).</exception>
    public async ValueTask CloseAsync(CloseCode code = CloseCode.Normal, string reason = "")
    {
        if (!CloseCodes.IsValid((int)code))
            throw new ArgumentOutOfRangeException(nameof(code), code, "This close code must not be sent (RFC 6455 §7.4).");
        await SendCloseAsync(code, reason);
    }

    /// <summary>Releases the memory.</summary>
    public void Dispose()
    {
        _receiver.Dispose();
        _closed.Dispose();
    }

    /// <summary>
    /// Runs the session, then exchanges the close frames. The caller closes TCP: the server sends the first FIN (RFC 6455 §7.1.1).
    /// </summary>
    internal async Task RunAsync(WebSocketSession session)
    {
        var deadline = _transport.Deadline;
        deadline.Checked = Check;
        try
        {
            await using var stop = _transport.Draining.UnsafeRegister(static socket => ((WebSocketConnection)socket!).GoAway(), this);
            await FinishAsync(await ServeAsync(session));
        }
        catch (Exception e) when (deadline.IsBrokenBy(e) && deadline.Cause == Interruption.DeadlinePassed)
        {
            Log.WebSocketEnded(_log, _transport.Id, "the client reads too slowly");
            throw;
        }
        finally
        {
            deadline.Checked = null;
            await _sender.EndAsync(); // the session may have left a task that still sends
        }
    }

    private async Task<CloseCode> ServeAsync(WebSocketSession session)
    {
        try
        {
            await session(this, _closed.Token);
            return CloseCode.Normal;
        }
        catch (OperationCanceledException) when (_hasEnded || IsCloseOverdue)
        {
            return CloseCode.Normal; // the session waited for something else when the WebSocket ended
        }
        catch (Exception e) when (!_transport.Deadline.IsBrokenBy(e))
        {
            Log.SessionFailed(_log, e, _transport.Id);
            return CloseCode.InternalError;
        }
    }

    // RFC 6455 §7.1.2: a close needs both close frames. Messages before the client's close frame are discarded.
    private async Task FinishAsync(CloseCode code)
    {
        if (_hasEnded)
            return;
        await SendCloseAsync(code, "");
        while (await ReceiveAsync() is not null)
        {
        }
    }

    // The only deadline that passes after a close frame was sent.
    private bool IsCloseOverdue => _sender.IsClosed && _transport.Deadline.Cause == Interruption.DeadlinePassed;

    // Runs once a second and never waits for the client.
    private void Check()
    {
        if (_sender.IsClosed)
        {
            if (_sender.SinceClose >= WebSocketOptions.CloseTimeout)
                _transport.Deadline.Interrupt(Interruption.DeadlinePassed);
            return;
        }

        // Only while the session receives: unread bytes of a session that does not receive are not silence of the client.
        if (_receiver.LookAtWait() is not var (silence, isFrameLate))
            return;
        if (isFrameLate)
        {
            Log.FrameRejected(_log, _transport.Id, FrameError.FrameTimeout, 0);
            BeginClose(FrameRejection.For(FrameError.FrameTimeout).Code, Reason(FrameError.FrameTimeout));
        }
        else if (silence >= _options.IdleTimeout)
        {
            BeginClose(CloseCode.GoingAway, "Nothing came for too long.");
        }
        else if (silence >= _options.PingAfter && !_hasPinged)
        {
            _hasPinged = true;
            _ = InBackgroundAsync(_sender, static sender => sender.SendIfFreeAsync(Opcode.Ping));
        }
    }

    private void GoAway() => BeginClose(CloseCode.GoingAway, "The server stops.");

    private void BeginClose(CloseCode code, string reason)
    {
        if (!_sender.IsClosed)
            _ = InBackgroundAsync((Socket: this, code, reason), static close => close.Socket.SendCloseAsync(close.code, close.reason));
    }

    private async Task InBackgroundAsync<T>(T state, Func<T, ValueTask> send)
    {
        await Task.Yield();
        try
        {
            await send(state);
        }
        catch (Exception e) when (_transport.Deadline.IsBrokenBy(e))
        {
            // The session's next receive or send reports it.
        }
    }

    private async ValueTask ControlAsync(ReadOnlyMemory<byte> payload)
    {
        if (_receiver.Ended == Opcode.Ping)
            await _sender.SendAsync(Opcode.Pong, payload); // RFC 6455 §5.5.3: with the same payload
        else if (_receiver.Ended == Opcode.Close)
            await TakeCloseAsync(payload);
    }

    // False: the client has finished sending, or its close frame did not come in time.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReceiveMoreAsync()
    {
        _hasPinged = false;
        try
        {
            return await _receiver.ReceiveAsync();
        }
        catch (OperationCanceledException) when (IsCloseOverdue)
        {
            return false;
        }
    }

    // RFC 6455 §5.5.1: sends the close frame back, with the same code. The bytes after it are ignored.
    private async ValueTask TakeCloseAsync(ReadOnlyMemory<byte> body)
    {
        var result = CloseBody.Parse(body.Span, out var code);
        if (result.IsRejected)
        {
            await FailAsync(result.Error, result.Offset);
            return;
        }

        ClientCode = code;
        await SendCloseAsync(code, "");
        await EndAsync("closed by a close frame");
    }

    // RFC 6455 §7.1.7: the close frame names the reason; no more bytes are read.
    private async ValueTask FailAsync(FrameError error, int offset)
    {
        Log.FrameRejected(_log, _transport.Id, error, offset);
        await SendCloseAsync(FrameRejection.For(error).Code, Reason(error));
        await EndAsync("a rule was broken");
    }

    private async ValueTask EndAsync(string reason)
    {
        Log.WebSocketEnded(_log, _transport.Id, reason);
        _hasEnded = true;
        await _closed.CancelAsync();
    }

    private string Reason(FrameError error) => _isTerse ? "" : FrameRejection.For(error).Reason(_prefersChinese);

    private async ValueTask SendCloseAsync(CloseCode code, string reason)
    {
        var body = new byte[FrameHead.MaxShort];
        await _sender.SendAsync(Opcode.Close, body.AsMemory(0, CloseBody.Write(body, code, reason)));
    }
}
