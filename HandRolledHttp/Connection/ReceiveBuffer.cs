using System.Buffers;

namespace HandRolledHttp.Connection;

/// <summary>
/// What has been received and not used up. The message being served always begins at its <see cref="Message"/>'s first byte: the head
/// stays in place while its body streams through the room behind it, so that the parser's offsets hold to the end of the request.
/// </summary>
internal sealed class ReceiveBuffer : IDisposable
{
    private const int InitialSize = 4 * 1024;
    private const int BodySize = 32 * 1024;

    private byte[] _bytes = [];
    private int _start; // the message's first byte
    private int _body; // the first byte after its head; the same as _start until the head is whole
    private int _read; // the first byte that is not used up
    private int _end; // the end of what has arrived

    /// <summary>All of the message that is here, from its first byte; bytes of following messages may stand behind it.</summary>
    public ReadOnlySpan<byte> Message => _bytes.AsSpan(_start, _end - _start);

    /// <summary>What is not used up.</summary>
    public ReadOnlyMemory<byte> Unread => _bytes.AsMemory(_read, _end - _read);

    /// <summary>The same, for a protocol that changes bytes in place.</summary>
    public Span<byte> UnreadBytes => _bytes.AsSpan(_read, _end - _read);

    /// <summary>True when nothing is left over for a following message.</summary>
    public bool IsEmpty => _read == _end;

    /// <summary>The head is whole; what follows is body.</summary>
    public void EndHead(int length) => _body = _read = _start + length;

    /// <summary>Uses up bytes of the body.</summary>
    public void Advance(int count) => _read += count;

    /// <summary>The message is over: what is unread begins the next one.</summary>
    public void EndMessage()
    {
        _start = _body = _read;
        if (_read < _end)
            return;
        _start = _body = _read = _end = 0;
        if (_bytes.Length > BodySize / 2)
            Replace(InitialSize);
    }

    /// <summary>Room for what arrives next; at least one byte, more for a body.</summary>
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

    /// <summary>Gives the memory back while the connection is idle; nothing must be left over.</summary>
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

    // What the handler has read of the body is not needed any more: the unread rest moves up to the head.
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
