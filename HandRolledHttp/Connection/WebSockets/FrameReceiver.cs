using System.Runtime.CompilerServices;
using HandRolledHttp.Http1;
using HandRolledHttp.WebSocket;

namespace HandRolledHttp.Connection.WebSockets;

/// <summary>
/// Receives frames and collects the pieces of a message. A message that is complete in the receive buffer is not copied; the payload of
/// a long frame is received directly into the message. A connection that waits between frames holds no buffer.
/// </summary>
internal sealed class FrameReceiver(ITransport transport, ReceiveBuffer input, Timeouts timeouts, int maxMessage) : IDisposable
{
    /// <summary>From this size on, the rest of a payload is received directly into the message; in bytes.</summary>
    private const int DirectFrom = 4 * 1024;

    private readonly MessageReader _reader = new(maxMessage);
    private readonly MessageBuffer _pieces = new();
    private int _lent; // bytes of the receive buffer that the caller uses
    private int _direct; // bytes received directly into the message and not read yet
    private long _waitingSince; // 0 if no receive waits
    private long _framePatience; // the limit of a wait for the rest of a frame, in ticks
    private bool _isInFrame; // the frame whose bytes are awaited has begun
    private long _frameReceived;
    private TimeSpan _frameWaited;

    /// <summary>The kind of the last complete message or control frame.</summary>
    public Opcode Ended => _reader.Ended;

    /// <summary>
    /// The duration of the current wait, and whether the rest of a frame arrives more slowly than a body may. Null if no receive waits: the
    /// silence is then not the client's.
    /// </summary>
    public (TimeSpan Silence, bool IsFrameLate)? LookAtWait()
    {
        var since = Volatile.Read(ref _waitingSince);
        if (since == 0)
            return null;
        var silence = transport.Deadline.Since(since);
        var isLate = silence.Ticks > Volatile.Read(ref _framePatience);

        // Another thread waits. Its wait may end, and another one begin, between two of these lines.
        return Volatile.Read(ref _waitingSince) == since ? (silence, isLate) : null;
    }

    /// <summary>Reads the bytes that have arrived.</summary>
    /// <param name="payload">The payload of the message or control frame if complete; valid until the next read.</param>
    /// <returns>Complete, Rejected, or NeedMore: then call <see cref="ReceiveAsync"/>.</returns>
    public FrameResult Read(out ReadOnlyMemory<byte> payload)
    {
        UseUp(_lent);
        _lent = 0;
        if (!_reader.IsInMessage)
            _pieces.Dispose();
        payload = default;
        if (_direct > 0)
        {
            var direct = _reader.Read(_pieces.Memory.Span[^_direct..], out _, out _);
            _direct = 0;
            payload = _pieces.Memory;
            if (direct.Status != ParseStatus.NeedMore)
                return direct;
        }

        while (true)
        {
            var result = _reader.Read(input.UnreadBytes, out var used, out var content);
            if (result.IsRejected)
                return result;
            var piece = input.Unread.Slice(content.Offset, content.Length);
            if (result.IsComplete)
            {
                payload = Lend(piece, used);
                return result;
            }

            _pieces.Append(piece.Span);
            UseUp(used);
            if (used == 0)
                return result;
        }
    }

    /// <summary>Waits for bytes.</summary>
    /// <returns>False when the client has finished sending.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> ReceiveAsync()
    {
        BeginWait();
        try
        {
            var bytes = transport.WaitForBytesAsync();
            if (!bytes.IsCompleted)
                input.Release();
            await bytes;
            var isDirect = _reader.DataLeft >= DirectFrom && input.IsEmpty;
            var count = await transport.ReceiveAsync(isDirect ? _pieces.Free(_reader.DataLeft) : input.Free());
            if (isDirect)
                _pieces.Received(_direct = count);
            else
                input.Received(count);
            _frameReceived += count;
            return count > 0;
        }
        finally
        {
            EndWait();
        }
    }

    public void Dispose() => _pieces.Dispose();

    private ReadOnlyMemory<byte> Lend(ReadOnlyMemory<byte> last, int used)
    {
        _lent = used;
        if (_pieces.Length == 0 || Ended is not (Opcode.Text or Opcode.Binary))
            return last;
        _pieces.Append(last.Span);
        return _pieces.Memory;
    }

    private void UseUp(int count)
    {
        input.Advance(count);
        input.EndMessage();
    }

    private void BeginWait()
    {
        _isInFrame = _reader.IsInFrame || !input.IsEmpty;
        if (!_isInFrame)
            (_frameReceived, _frameWaited) = (0, TimeSpan.Zero);
        Volatile.Write(ref _framePatience, _isInFrame ? timeouts.ReceivePatience(_frameReceived, _frameWaited).Ticks : long.MaxValue);
        Volatile.Write(ref _waitingSince, transport.Deadline.Now());
    }

    private void EndWait()
    {
        if (_isInFrame)
            _frameWaited += transport.Deadline.Since(_waitingSince);
        Volatile.Write(ref _waitingSince, 0);
    }
}
