using System.Buffers;
using HandRolledHttp.Http1;

namespace HandRolledHttp.Connection;

/// <summary>
/// The content of a request, read piece by piece as it arrives. Nothing is collected: a piece is a view of the receive buffer, valid until
/// the next read, and the client can send no faster than the handler reads.
/// <code>
/// Begin ─► ReadAsync ─► CanDiscardRest ─► BeginResponse ─► DiscardAsync, when the connection persists
/// </code>
/// A handler that begins its response itself skips <c>CanDiscardRest</c>, and may read after <c>BeginResponse</c>.
/// </summary>
public sealed class RequestBody
{
    /// <summary>An unread rest up to this size is read and discarded, so that the connection can stay open; 64 KiB.</summary>
    private const int MaxDiscard = 64 * 1024;

    private readonly ITransport _transport;
    private readonly ReceiveBuffer _input;
    private readonly SendBuffer _output;
    private readonly ConnectionState _state;
    private readonly Limits _limits;
    private readonly ChunkedDecoder _chunked;
    private RequestHead _head = null!;
    private BodyKind _kind;
    private long _left; // of a body with Content-Length
    private long _received; // content so far
    private long _wire; // bytes of the message so far, for the offset of an error
    private int _handedOut; // the last piece, not consumed yet
    private TimeSpan _waited;
    private bool _ended;

    internal RequestBody(ITransport transport, ReceiveBuffer input, SendBuffer output, ConnectionState state, Limits limits)
    {
        _transport = transport;
        _input = input;
        _output = output;
        _state = state;
        _limits = limits;
        _chunked = new ChunkedDecoder(limits);
    }

    /// <summary>The maximum content in bytes; a route may set it before it reads. Above: 413.</summary>
    public long MaxLength { get; set; }

    /// <summary>
    /// The trailer fields, after the content was read to its end; fields that would change the meaning of the head are dropped.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Trailers { get; private set; } = [];

    /// <summary>The check before the content is processed; it throws if a condition is false.</summary>
    internal Action? BeforeFirstRead { get; set; }

    /// <summary>True while the client waits for 100 (Continue), which the first read sends.</summary>
    internal bool AwaitsContinue { get; private set; }

    /// <summary>There is no body, or it was read to its end.</summary>
    internal bool IsRead => _ended && _handedOut == 0;

    // Too long to discard; the length of a chunked body is unknown.
    private bool IsRestTooLong => _kind == BodyKind.ContentLength && _left > MaxDiscard;

    internal void Begin(RequestHead head)
    {
        _head = head;
        _kind = head.BodyKind;
        _left = head.ContentLength;
        _received = 0;
        _wire = head.Length;
        _handedOut = 0;
        _waited = TimeSpan.Zero;
        _ended = _kind == BodyKind.None || (_kind == BodyKind.ContentLength && _left == 0);
        AwaitsContinue = head.ExpectsContinue;
        MaxLength = _limits.Body;
        Trailers = [];
        BeforeFirstRead = null;
        if (_kind == BodyKind.Chunked)
            _chunked.Begin(head);
    }

    /// <summary>Reads the next piece of the content: at least one byte, empty at the end.</summary>
    /// <exception cref="RequestRejectedException">The body is malformed, too large or too slow.</exception>
    /// <exception cref="RequestCutException">The client closed the connection in the middle: the body is incomplete.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync()
    {
        if (BeforeFirstRead is not null)
            CheckBeforeFirstRead();
        while (true)
        {
            if (TryTake() is { } piece)
                return piece;
            await ReceiveAsync();
        }
    }

    /// <summary>
    /// Finds out whether the connection can stay open: the body was read, or the rest has arrived or is small enough to discard. A client
    /// that waits for 100 (Continue) may send its body or not, so the connection has to close.
    /// </summary>
    internal bool CanDiscardRest() => _ended || (!AwaitsContinue && (_kind == BodyKind.ContentLength ? !IsRestTooLong : DiscardReceived()));

    /// <summary>
    /// The final response begins. An interim response must not come after it (RFC 9110 §15.2): inside a body it would be read as content.
    /// </summary>
    /// <returns>
    /// Whether the connection can stay open. A client that still waits for 100 (Continue) may now send its body or not. A large body that
    /// the handler has not begun to read will probably never be read.
    /// </returns>
    internal bool BeginResponse()
    {
        var canGoOn = !AwaitsContinue && (_received > 0 || !IsRestTooLong);
        AwaitsContinue = false;
        BeforeFirstRead = null;
        return canGoOn;
    }

    /// <summary>Reads and discards the rest, if it is small enough.</summary>
    /// <exception cref="RequestRejectedException">It is malformed, too large or too slow.</exception>
    /// <exception cref="RequestCutException">The client closed the connection.</exception>
    internal async ValueTask DiscardAsync()
    {
        MaxLength = _received + MaxDiscard;
        while (!(await ReadAsync()).IsEmpty)
        {
        }
    }

    // Null: more bytes are needed.
    private ReadOnlyMemory<byte>? TryTake()
    {
        _input.Advance(_handedOut);
        _handedOut = 0;
        if (!_input.IsEmpty)
            AwaitsContinue = false; // the client has begun to send, so it does not wait
        if (_ended)
            return ReadOnlyMemory<byte>.Empty;
        ThrowIfTooLarge();
        return _kind == BodyKind.Chunked ? TryTakeChunked() : TryTakeCounted();
    }

    // RFC 9110 §13.2.1: errors that are visible without the body come before the conditions.
    private void CheckBeforeFirstRead()
    {
        ThrowIfTooLarge();
        BeforeFirstRead!();
        BeforeFirstRead = null;
    }

    private void ThrowIfTooLarge()
    {
        if (_left > MaxLength)
            throw Reject(ParseResult.Rejected(RejectionReason.BodyTooLarge, _head.Length, 0));
    }

    private ReadOnlyMemory<byte>? TryTakeCounted()
    {
        var count = (int)Math.Min(_left, _input.Unread.Length);
        if (count == 0)
            return null;
        _left -= count;
        _ended = _left == 0;
        return HandOut(_input.Unread[..count], count);
    }

    private ReadOnlyMemory<byte>? TryTakeChunked()
    {
        while (true)
        {
            var unread = _input.Unread;
            var result = _chunked.Decode(unread.Span, out var used, out var content);
            if (result.IsRejected)
            {
                var offence = unread.Span.Slice(result.Offset, result.Length).ToArray();
                throw Reject(result with { Offset = (int)Math.Min(_wire + result.Offset, int.MaxValue) }, offence);
            }

            _wire += used;
            if (content.Length > 0)
                return HandOut(unread.Slice(content.Offset, content.Length), used);
            _input.Advance(used);
            if (result.IsComplete)
            {
                _ended = true;
                if (_chunked.Trailers.Length > 0)
                    Trailers = TrailerFields.Read(_chunked.Trailers, unread.Span);
                return ReadOnlyMemory<byte>.Empty;
            }

            if (used == 0)
                return null;
        }
    }

    private ReadOnlyMemory<byte> HandOut(ReadOnlyMemory<byte> content, int used)
    {
        _handedOut = used;
        _received += content.Length;
        return _received <= MaxLength
            ? content
            : throw Reject(ParseResult.Rejected(RejectionReason.BodyTooLarge, _head.Length, 0));
    }

    private bool DiscardReceived()
    {
        MaxLength = long.MaxValue;
        try
        {
            while (TryTake() is { } piece)
            {
                if (piece.IsEmpty)
                    return true;
            }
        }
        catch (RequestRejectedException)
        {
            // The handler has responded without the body; a malformed body only closes the connection.
        }

        return false;
    }

    private async ValueTask ReceiveAsync()
    {
        await _output.TakeAsync();
        if (AwaitsContinue)
        {
            // Only now is the body certainly wanted (RFC 9110 §10.1.1).
            AwaitsContinue = false;
            _output.Write("HTTP/1.1 100 Continue\r\n\r\n"u8);
        }

        await _output.FlushAsync(); // the client may wait for this response before it sends more
        _state.BeginBody(_received, _waited);
        int count;
        try
        {
            count = await _transport.ReceiveAsync(_input.Free());
        }
        catch (OperationCanceledException) when (_state.IsOverdue)
        {
            throw Reject(ParseResult.Rejected(RejectionReason.BodyTimeout, _head.Length, 0));
        }

        _waited += _state.EndBody();
        if (count == 0)
            throw Recorded(new RequestCutException());
        _input.Received(count);
    }

    private RequestRejectedException Reject(ParseResult result, byte[]? offence = null) =>
        Recorded(new RequestRejectedException(result, offence ?? []));

    // The client caused this, not the handler, even if the exception leaves the handler after its response has begun.
    private T Recorded<T>(T failure) where T : Exception
    {
        _transport.Deadline.RecordFailure(failure);
        return failure;
    }
}
