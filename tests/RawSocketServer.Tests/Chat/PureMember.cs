using System.Text;
using RawSocketServer.Chat;

namespace RawSocketServer.Tests.Chat;

/// <summary>A member without a socket.</summary>
internal sealed class PureMember : IChatOutlet
{
    private readonly ChatRoom _room;
    private readonly StringBuilder _received = new();

    private PureMember(ChatRoom room, bool isReading)
    {
        _room = room;
        IsReading = isReading;
    }

    /// <summary>Whether it takes its lines at once. If not, it behaves as if its kernel buffer were full, until the test reads its lines.</summary>
    public bool IsReading { get; set; }

    /// <summary>How often the room called Flush.</summary>
    public int Flushes { get; private set; }

    /// <summary>Whether the room has closed the connection after the last line.</summary>
    public bool IsEnded { get; private set; }

    public ChatNotice? Rejected { get; private set; }

    public ChatMember Member { get; private set; } = null!;

    /// <summary>The lines received since the last call.</summary>
    public string[] Lines
    {
        get
        {
            if (Member is not null)
                Take(Member);
            var lines = _received.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            _received.Clear();
            return lines;
        }
    }

    public static PureMember Join(ChatRoom room, string firstLine, bool isReading = true)
    {
        var member = new PureMember(room, isReading);
        member.Rejected = room.Join(FirstLine.Parse(firstLine)!, member, out var joined);
        member.Member = joined!;
        return member;
    }

    public void Say(params string[] texts)
    {
        foreach (var batch in texts.Chunk(ChatRoom.MaxBatch))
            _room.Receive(Member, [.. batch.Select(text => new ReceivedLine(text))]);
    }

    public void Leave(string? reason = null) => _room.Leave(Member, reason);

    public void Flush(ChatMember member)
    {
        Flushes++;
        if (IsReading)
            Take(member);
    }

    private void Take(ChatMember member)
    {
        if (IsEnded)
            return;
        var buffer = new byte[8192];
        ChatBatch batch;
        while ((batch = member.Take(buffer, out var length)) == ChatBatch.Lines)
            _received.Append(Encoding.UTF8.GetString(buffer, 0, length));
        IsEnded = batch == ChatBatch.End;
    }
}
