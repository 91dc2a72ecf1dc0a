namespace RawSocketServer.Chat;

/// <summary>The way from the room to one client.</summary>
public interface IChatOutlet
{
    /// <summary>
    /// Lines wait. The room is locked meanwhile, so this sends what can be sent at once and waits for nothing; what is left is sent later.
    /// It is not called again until <see cref="ChatMember.Take"/> has returned <see cref="ChatBatch.None"/>.
    /// </summary>
    void Flush(ChatMember member);
}

/// <summary>What was taken from a queue.</summary>
public enum ChatBatch
{
    /// <summary>Nothing: none waits.</summary>
    None,

    /// <summary>Whole lines.</summary>
    Lines,

    /// <summary>Nothing, and no line follows: the connection may be closed.</summary>
    End,
}

/// <summary>One connection in the room, with the lines that wait for it. Everything in here is guarded by the room's lock.</summary>
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

    /// <summary>What it does here.</summary>
    public ChatRole Role { get; }

    /// <summary>Its name; <c>*</c> for a reader.</summary>
    public string Name { get; }

    /// <summary>It is no longer in the room: no line is added to those that wait.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Takes as many whole lines as fit into a buffer.</summary>
    /// <param name="buffer">At least as large as the longest line of the room, 8 KiB.</param>
    /// <param name="length">Bytes taken.</param>
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
                return ChatBatch.End; // still sending, so that it is returned once
            _isSending = false;
            return ChatBatch.None;
        }
    }

    /// <summary>Adds a line to those that wait.</summary>
    /// <returns>False when too many wait.</returns>
    internal bool TryAdd(byte[] line)
    {
        if (_lines.Count >= _limit)
            return false;
        _lines.Enqueue(line);
        return true;
    }

    /// <summary>Adds the last line, for which there is always room.</summary>
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
