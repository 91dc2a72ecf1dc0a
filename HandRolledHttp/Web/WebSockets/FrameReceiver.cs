using System.Runtime.CompilerServices;
using HandRolledHttp.Connection;
using HandRolledHttp.Http1;
using HandRolledHttp.WebSocket;

namespace HandRolledHttp.Web.WebSockets;

/// <summary>
/// Receives frames and gathers the pieces of a message. A message that is whole in the receive buffer is never copied; the payload of a
/// long frame is received to where the message gathers. A connection that waits between frames holds no buffer.
/// </summary>
internal sealed class FrameReceiver(ITransport transport, ReceiveBuffer input, Timeouts timeouts, int maxMessage) : IDisposable
{
    /// <summary>From here on what is left of a payload is received to its place, in bytes.</summary>
    private const int DirectFrom = 4 * 1024;

    private readonly MessageReader _reader = new(maxMessage);
    private readonly MessageBuffer _pieces = new();
    private int _lent; // bytes of the receive buffer that the caller looks at
    private int _direct; // bytes that were received to their place and not read
    private long _waitingSince; // 0 while nobody waits
    private long _framePatience; // in ticks, of the wait for bytes of a frame that has begun
    private bool _isInFrame; // the bytes waited for belong to a frame that has begun
    private long _frameReceived;
    private TimeSpan _frameWaited;

    /// <summary>What has ended: a message or a control frame.</summary>
    public Opcode Ended => _reader.Ended;

    /// <summary>
    /// How long the wait for bytes has taken, and whether they belong to a frame that has begun and come more slowly than a body may; null
    /// when nobody waits, so that the silence is not the client's.
    /// </summary>
    public (TimeSpan Silence, bool IsFrameLate)? LookAtWait()
    {
        var since = Volatile.Read(ref _waitingSince);
        if (since == 0)
            return null;
        var silence = transport.Deadline.Since(since);
        var isLate = silence.Ticks > Volatile.Read(ref _framePatience);

        // Another thread waits. Between two of these lines its wait may have ended, and another one begun.
        return Volatile.Read(ref _waitingSince) == since ? (silence, isLate) : null;
    }

    /// <summary>Reads on in what has arrived.</summary>
    /// <param name="payload">Of the message or control frame that has ended; valid until the next read.</param>
    /// <returns>Complete, Rejected, or NeedMore: <see cref="ReceiveAsync"/> first.</returns>
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
