using HandRolledHttp.Http1;

namespace HandRolledHttp.WebSocket;

/// <summary>
/// Assembles messages from frames (RFC 6455 §5.4): one frame with FIN, or a first one without it, continuations, and a last one with it.
/// Control frames may come between them and are returned at once (§5.5).
/// <code>
/// message   = whole / ( first *( control / middle ) last )
/// whole     = FIN=1 opcode=1 or 2          first = FIN=0 opcode=1 or 2
/// middle    = FIN=0 opcode=0               last  = FIN=1 opcode=0
/// </code>
/// The caller passes the bytes that have arrived. They are unmasked in place, and text is validated piece by piece. No socket, stream or
/// clock is used.
/// </summary>
/// <param name="maxMessage">The maximum content of a message in bytes.</param>
/// <param name="isMasked">True for what a client sends, false for what a server sends (§5.1).</param>
internal sealed class MessageReader(int maxMessage, bool isMasked = true)
{
    private FrameHead _frame;
    private bool _isInFrame; // the head is consumed, the payload is not
    private long _left; // the remaining bytes of the payload
    private Opcode _message; // the kind of the current message; Continuation between messages
    private long _announced; // content of the message so far, including the current frame's
    private Utf8Validator _text;

    /// <summary>If the result is complete: the kind of the message (Text, Binary) or control frame.</summary>
    public Opcode Ended { get; private set; }

    /// <summary>Whether a frame has begun and not ended.</summary>
    public bool IsInFrame => _isInFrame;

    /// <summary>Whether a message has begun and not ended.</summary>
    public bool IsInMessage => _message != Opcode.Continuation;

    /// <summary>The number of missing bytes of the current data frame.</summary>
    public long DataLeft => _isInFrame && !_frame.IsControl ? _left : 0;

    /// <summary>Reads a whole control frame, or a piece of a message.</summary>
    /// <param name="bytes">The received bytes that are not consumed yet.</param>
    /// <param name="used">The number of consumed bytes; pass the rest again, with more after it.</param>
    /// <param name="content">The part of the bytes that is content, unmasked; empty if this call found none.</param>
    /// <returns>
    /// NeedMore: call again with the bytes after <paramref name="used"/>, and with more bytes if none was consumed. Complete: <see
    /// cref="Ended"/> ends with the consumed bytes. Rejected: offsets count from the first of <paramref name="bytes"/>; the bytes after
    /// them must not be interpreted.
    /// </returns>
    public FrameResult Read(Span<byte> bytes, out int used, out ByteRange content)
    {
        used = 0;
        content = default;
        if (!_isInFrame)
        {
            var head = ReadHead(bytes);
            if (!head.IsComplete)
                return head;
            used = head.Offset;
        }

        return _frame.IsControl ? ReadControl(bytes, ref used, out content) : ReadData(bytes, ref used, out content);
    }

    private FrameResult ReadHead(ReadOnlySpan<byte> bytes)
    {
        var result = FrameHead.Parse(bytes, out _frame, isMasked);
        if (!result.IsComplete)
            return result;
        _isInFrame = true;
        _left = _frame.PayloadLength;
        if (_frame.IsControl)
            return result;

        // RFC 6455 §5.4: fragments of two messages must not be interleaved, since a continuation does not name its message.
        if (_frame.Opcode == Opcode.Continuation && _message == Opcode.Continuation)
            return FrameResult.Rejected(FrameError.ContinuationUnexpected, 0);
        if (_frame.Opcode != Opcode.Continuation && _message != Opcode.Continuation)
            return FrameResult.Rejected(FrameError.ContinuationExpected, 0);
        if (_frame.Opcode != Opcode.Continuation)
            (_message, _announced, _text) = (_frame.Opcode, 0, default);

        // RFC 6455 §10.4: rejects the announced length before it stores a byte.
        if (_left > maxMessage - _announced)
            return FrameResult.Rejected(FrameError.MessageTooLarge, 1, result.Offset - 1 - (isMasked ? FrameHead.KeyLength : 0));
        _announced += _left;
        return result;
    }

    // RFC 6455 §5.5: at most 125 bytes, so waiting for all of them costs nothing.
    private FrameResult ReadControl(Span<byte> bytes, ref int used, out ByteRange content)
    {
        content = default;
        if (bytes.Length - used < _left)
            return FrameResult.NeedMore;
        content = new ByteRange(used, (int)_left);
        Masking.Apply(bytes.Slice(used, content.Length), _frame.MaskingKey, 0);
        used += content.Length;
        _isInFrame = false;
        Ended = _frame.Opcode;
        return FrameResult.Complete(used);
    }

    private FrameResult ReadData(Span<byte> bytes, ref int used, out ByteRange content)
    {
        content = new ByteRange(used, (int)Math.Min(_left, bytes.Length - used));
        var piece = bytes.Slice(content.Offset, content.Length);
        Masking.Apply(piece, _frame.MaskingKey, _frame.PayloadLength - _left);
        _left -= piece.Length;
        used += piece.Length;
        var ends = _left == 0 && _frame.IsFinal;
        if (_message == Opcode.Text)
        {
            // RFC 6455 §8.1: text that is not UTF-8 fails the connection; §5.6: a character may continue in the next fragment, but not
            // after the last one.
            var invalid = _text.FindInvalid(piece);
            if (invalid >= 0)
                return FrameResult.Rejected(FrameError.TextInvalid, content.Offset + invalid);
            if (ends && !_text.IsAtBoundary)
                return FrameResult.Rejected(FrameError.TextInvalid, content.End, 0);
        }

        _isInFrame = _left > 0;
        if (!ends)
            return FrameResult.NeedMore;
        Ended = _message;
        _message = Opcode.Continuation;
        return FrameResult.Complete(used);
    }
}
