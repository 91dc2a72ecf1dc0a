using System.Buffers;

namespace HandRolledHttp.Connection;

/// <summary>
/// The received bytes that are not consumed yet. The current message begins at the first byte of <see cref="Message"/>: the head stays in
/// place while its body streams through the space behind it, so the parser's offsets stay valid to the end of the request.
/// </summary>
internal sealed class ReceiveBuffer : IDisposable
{
    private const int InitialSize = 4 * 1024;
    private const int BodySize = 32 * 1024;

    private byte[] _bytes = [];
    private int _start; // the message's first byte
    private int _body; // the first byte after its head; the same as _start until the head is complete
    private int _read; // the first byte that is not consumed
    private int _end; // the end of the received bytes

    /// <summary>The received part of the message, from its first byte; bytes of later messages may follow it.</summary>
    public ReadOnlySpan<byte> Message => _bytes.AsSpan(_start, _end - _start);

    /// <summary>The bytes that are not consumed.</summary>
    public ReadOnlyMemory<byte> Unread => _bytes.AsMemory(_read, _end - _read);

    /// <summary>The same, for a protocol that changes bytes in place.</summary>
    public Span<byte> UnreadBytes => _bytes.AsSpan(_read, _end - _read);

    /// <summary>True when nothing is left over for a following message.</summary>
    public bool IsEmpty => _read == _end;

    /// <summary>The head is complete; the body follows.</summary>
    public void EndHead(int length) => _body = _read = _start + length;

    /// <summary>Consumes bytes of the body.</summary>
    public void Advance(int count) => _read += count;

    /// <summary>The message ends: the unread bytes begin the next one.</summary>
    public void EndMessage()
    {
        _start = _body = _read;
        if (_read < _end)
            return;
        _start = _body = _read = _end = 0;
        if (_bytes.Length > BodySize / 2)
            Replace(InitialSize);
    }

    /// <summary>Space for the next bytes: at least one byte, more for a body.</summary>
    public Memory<byte> Free()
    {
        var inBody = _body > _start;
        if (inBody && _read > _body)
            CloseGap();
        var wanted = inBody ? BodySize / 2 : 1;
        if (_bytes.Length - _end < wanted && _start > 0)
            MoveToFront();
        if (_bytes.Length == 0)
            _bytes = ArrayPool<byte>.Shared.Rent(InitialSize);
        else if (_bytes.Length - _end < wanted)
            Replace(inBody ? Math.Max(BodySize, _end + wanted) : _bytes.Length * 2);
        return _bytes.AsMemory(_end);
    }

    /// <summary>Releases the memory while the connection is idle; the buffer must be empty.</summary>
    public void Release()
    {
        if (IsEmpty)
            Dispose();
    }

    /// <summary>Bytes have arrived in <see cref="Free"/>.</summary>
    public void Received(int count) => _end += count;

    public void Dispose()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _start = _body = _read = _end = 0;
    }

    // The handler no longer needs the body bytes that it has read: the unread rest moves up to the head.
    private void CloseGap()
    {
        _bytes.AsSpan(_read, _end - _read).CopyTo(_bytes.AsSpan(_body));
        _end -= _read - _body;
        _read = _body;
    }

    private void MoveToFront()
    {
        _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
        (_body, _read, _end, _start) = (_body - _start, _read - _start, _end - _start, 0);
    }

    private void Replace(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _bytes.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
