namespace RawSocketServer.Chat;

/// <summary>Sends lines from the room to one client.</summary>
public interface IChatOutlet
{
    /// <summary>
    /// Sends waiting lines. The room is locked meanwhile, so this never blocks: it sends the lines that the kernel accepts, and the rest
    /// later. It is not called again until <see cref="ChatMember.Take"/> has returned <see cref="ChatBatch.None"/>.
    /// </summary>
    void Flush(ChatMember member);
}

/// <summary>The lines taken from a queue.</summary>
public enum ChatBatch
{
    /// <summary>No line is waiting.</summary>
    None,

    /// <summary>Whole lines.</summary>
    Lines,

    /// <summary>No line will follow: the connection may be closed.</summary>
    End,
}

/// <summary>One connection in the room, with its waiting lines. The room's lock protects all state.</summary>
public sealed class ChatMember
{
    private readonly Lock _gate;
    private readonly IChatOutlet _outlet;
    private readonly int _limit;
    private readonly Queue<byte[]> _lines = new();
    private bool _isSending;
    private volatile bool _isClosed;

    internal ChatMember(FirstLine first, IChatOutlet outlet, Lock gate, int limit)
    {
        Role = first.Role;
        Name = first.Name;
        _outlet = outlet;
        _gate = gate;
        _limit = limit;
    }

    /// <summary>The role in the room.</summary>
    public ChatRole Role { get; }

    /// <summary>The name; <c>*</c> for a reader.</summary>
    public string Name { get; }

    /// <summary>Whether the connection has left the room; then no line is added.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Takes as many whole lines as fit into a buffer.</summary>
    /// <param name="buffer">At least as large as the longest line of the room, 8 KiB.</param>
    /// <param name="length">The number of bytes taken.</param>
    public ChatBatch Take(Span<byte> buffer, out int length)
    {
        length = 0;
        lock (_gate)
        {
            while (_lines.TryPeek(out var line) && line.Length <= buffer.Length - length)
            {
                line.CopyTo(buffer[length..]);
                length += line.Length;
                _lines.Dequeue();
            }

            if (length > 0)
                return ChatBatch.Lines;
            if (_isClosed)
                return ChatBatch.End; // the member stays in the sending state, so End is returned once
            _isSending = false;
            return ChatBatch.None;
        }
    }

    /// <summary>Adds a line to the queue.</summary>
    /// <returns>False if the queue is full.</returns>
    internal bool TryAdd(byte[] line)
    {
        if (_lines.Count >= _limit)
            return false;
        _lines.Enqueue(line);
        return true;
    }

    /// <summary>Adds the last line, even to a full queue.</summary>
    internal void Close(byte[]? last = null)
    {
        if (last is not null)
            _lines.Enqueue(last);
        _isClosed = true;
    }

    internal void Flush()
    {
        if (_isSending || (_lines.Count == 0 && !_isClosed))
            return;
        _isSending = true;
        _outlet.Flush(this);
    }
}
