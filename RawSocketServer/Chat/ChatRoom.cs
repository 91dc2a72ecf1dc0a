using System.Security.Cryptography;
using System.Text;

namespace RawSocketServer.Chat;

/// <summary>
/// A room: every line that it takes gets a number, and every member gets the same lines in the same order. It knows no socket and no clock.
/// <para>
/// One lock guards all of it. Whoever says something also hands the lines to the others' sockets before the lock is released
/// (<see cref="IChatOutlet.Flush"/>), which waits for none of them. So lines pile up for a member only while its own kernel buffers are
/// full, however busy this machine is: no member is cut for our slowness.
/// </para>
/// </summary>
/// <param name="options">Validated options.</param>
public sealed class ChatRoom(ChatOptions options)
{
    /// <summary>Lines taken from a member at a time, and so the most that is added to a queue before it is sent on.</summary>
    public const int MaxBatch = 64;

    private readonly Lock _gate = new();
    private readonly List<ChatMember> _members = [];
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<(long Number, byte[] Line)> _history = new();
    private readonly Queue<ChatMember> _tooSlow = new();
    private long _last;
    private bool _isClosed;

    /// <summary>8 hexadecimal digits, chosen by chance: numbers of another room, or of this one before a restart, mean nothing here.</summary>
    public string Id { get; } = RandomNumberGenerator.GetHexString(8, lowercase: true);

    /// <summary>Lets a client in: it gets the history that it does not have, and members learn of a new member.</summary>
    /// <param name="first">Its first line.</param>
    /// <param name="outlet">Sends to it.</param>
    /// <param name="member">What it is in the room from now on; null when it was not let in.</param>
    /// <returns>Why it was not let in; null when it was.</returns>
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

    /// <summary>Takes lines from a member, each of which becomes a numbered line or a notice to this member; a blank one becomes nothing.</summary>
    /// <param name="member">From <see cref="Join"/>. Once it has left, its lines are dropped.</param>
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

    /// <summary>Says something to this member alone.</summary>
    public void Notify(ChatMember member, ChatNotice notice)
    {
        lock (_gate)
        {
            Add(member, notice.Line());
            Settle();
        }
    }

    /// <summary>
    /// A member has finished, and gets what it has not received yet, its own leave included; or it is lost. The second time nothing happens.
    /// </summary>
    /// <param name="member">From <see cref="Join"/>.</param>
    /// <param name="reason">One word for the others: why it is lost; null when it has finished.</param>
    public void Leave(ChatMember member, string? reason = null)
    {
        lock (_gate)
        {
            Remove(member, reason);
            Settle();
        }
    }

    /// <summary>Takes no more lines: everyone gets what it has not received yet and <c>* bye</c>, then its connection ends.</summary>
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
        // A number that was never given here comes from before a restart. The client has none of these lines.
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

    // Lines that are added by removing one member are sent before the next is removed: a thousand leaves at once overflow no queue.
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
            Close(member, last: null); // it has heard of its own leave
    }

    private void Close(ChatMember member, byte[]? last)
    {
        _members.Remove(member);
        member.Close(last);
        member.Flush();
    }
}
