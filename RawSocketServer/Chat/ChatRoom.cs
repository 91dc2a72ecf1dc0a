using System.Security.Cryptography;
using System.Text;

namespace RawSocketServer.Chat;

/// <summary>
/// A room: every accepted line gets a number, and every member gets the same lines in the same order. It uses no socket and no clock.
/// <para>
/// One lock protects all state. The thread that adds a line also passes it to the other members' sockets before it releases the lock
/// (<see cref="IChatOutlet.Flush"/>), without waiting for any of them. So lines wait for a member only while its own kernel buffers are
/// full: a slow server never removes a member.
/// </para>
/// </summary>
/// <param name="options">Validated options.</param>
public sealed class ChatRoom(ChatOptions options)
{
    /// <summary>The number of lines accepted from a member at a time, and so added to a queue before it is sent.</summary>
    public const int MaxBatch = 64;

    private readonly Lock _gate = new();
    private readonly List<ChatMember> _members = [];
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<(long Number, byte[] Line)> _history = new();
    private readonly Queue<ChatMember> _tooSlow = new();
    private long _last;
    private bool _isClosed;

    /// <summary>8 random hexadecimal digits: line numbers of another room, or of this one before a restart, have no meaning here.</summary>
    public string Id { get; } = RandomNumberGenerator.GetHexString(8, lowercase: true);

    /// <summary>Adds a client: it gets the lines of the history that it lacks, and a new member is announced.</summary>
    /// <param name="first">The client's first line.</param>
    /// <param name="outlet">Sends to the client.</param>
    /// <param name="member">The client in the room; null if it was rejected.</param>
    /// <returns>The reason for a rejection, or null.</returns>
    public ChatNotice? Join(FirstLine first, IChatOutlet outlet, out ChatMember? member)
    {
        lock (_gate)
        {
            member = null;
            if (_isClosed)
                return ChatNotice.Bye;
            if (_members.Count >= options.MaxMembers)
                return ChatNotice.RoomFull;
            if (_names.Contains(first.Name) || (first.Role == ChatRole.Member && !_names.Add(first.Name)))
                return ChatNotice.NameTaken;

            member = new ChatMember(first, outlet, _gate, options.QueuedLines);
            if (first.Role != ChatRole.Poster)
                AddHistory(member, first.After);
            _members.Add(member);
            if (first.Role == ChatRole.Member)
                Publish(ChatProtocol.Joined(++_last, member.Name));
            Settle();
            return null;
        }
    }

    /// <summary>Accepts lines from a member. Each becomes a numbered line or a notice to this member; a blank line is ignored.</summary>
    /// <param name="member">From <see cref="Join"/>. Lines of a member that has left are dropped.</param>
    /// <param name="lines">At most <see cref="MaxBatch"/>.</param>
    public void Receive(ChatMember member, IReadOnlyCollection<ReceivedLine> lines)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lines.Count, MaxBatch);
        var shown = lines.Select(line => line with { Text = ChatText.Shown(line.Text) }).ToArray();
        lock (_gate)
        {
            foreach (var line in shown)
                Receive(member, line);
            Settle();
        }
    }

    /// <summary>Sends a notice to this member only.</summary>
    public void Notify(ChatMember member, ChatNotice notice)
    {
        lock (_gate)
        {
            Add(member, notice.Line());
            Settle();
        }
    }

    /// <summary>
    /// Removes a member that has finished or is lost. A finished member still gets its waiting lines, including its own leave. A second
    /// call has no effect.
    /// </summary>
    /// <param name="member">From <see cref="Join"/>.</param>
    /// <param name="reason">The reason of a loss in one word, for the others; null if the member has finished.</param>
    public void Leave(ChatMember member, string? reason = null)
    {
        lock (_gate)
        {
            Remove(member, reason);
            Settle();
        }
    }

    /// <summary>Closes the room: all members get their waiting lines and <c>* bye</c>, then their connections end.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var member in _members)
            {
                member.Close(ChatNotice.Bye.Line());
                member.Flush();
            }

            _members.Clear();
            _names.Clear();
        }
    }

    private void AddHistory(ChatMember member, long after)
    {
        // A number above the last one comes from before a restart. The client has none of these lines.
        foreach (var (number, line) in _history.Where(kept => after > _last || kept.Number > after))
            Add(member, line);
    }

    private void Receive(ChatMember member, ReceivedLine line)
    {
        if (member.IsClosed || (line.Fault is null && string.IsNullOrWhiteSpace(line.Text)))
            return;
        var fault = line.Fault
            ?? (member.Role == ChatRole.Reader ? ChatNotice.ReadOnly
            : Encoding.UTF8.GetByteCount(line.Text) > ChatProtocol.MaxLine ? ChatNotice.LineTooLong
            : null as ChatNotice?);
        if (fault is { } notice)
            Add(member, notice.Line());
        else
            Publish(ChatProtocol.Said(++_last, member.Name, line.Text), by: member);
    }

    private void Publish(byte[] line, ChatMember? by = null)
    {
        _history.Enqueue((_last, line));
        if (_history.Count > ChatProtocol.History)
            _history.Dequeue();
        foreach (var member in _members)
        {
            if (member.Role != ChatRole.Poster || member == by)
                Add(member, line);
        }
    }

    private void Add(ChatMember member, byte[] line)
    {
        if (!member.IsClosed && !member.TryAdd(line))
            _tooSlow.Enqueue(member);
    }

    // The leave of one member is sent before the next is removed: a thousand leaves at once overflow no queue.
    private void Settle()
    {
        _members.ForEach(member => member.Flush());
        while (_tooSlow.TryDequeue(out var member))
        {
            Remove(member, ChatNotice.TooSlow.Code());
            _members.ForEach(other => other.Flush());
        }
    }

    private void Remove(ChatMember member, string? reason)
    {
        if (member.IsClosed)
            return;
        if (reason is not null)
            Close(member, reason == ChatNotice.TooSlow.Code() ? ChatNotice.TooSlow.Line() : null);
        if (member.Role == ChatRole.Member)
        {
            _names.Remove(member.Name);
            Publish(ChatProtocol.Left(++_last, member.Name, reason));
        }

        if (reason is null)
            Close(member, last: null); // after its own leave was added
    }

    private void Close(ChatMember member, byte[]? last)
    {
        _members.Remove(member);
        member.Close(last);
        member.Flush();
    }
}
