using System.Globalization;
using System.Text;
using RawSocketServer.Chat;

namespace RawSocketServer.Tests.Chat;

public class ChatRoomTests
{
    private readonly ChatRoom _room = new(new ChatOptions { QueuedLines = 128, MaxMembers = 5 });

    [Fact]
    public void Joins_messages_and_leaves_are_numbered_lines_in_one_order_for_all()
    {
        var ann = PureMember.Join(_room, "Ann");
        var bob = PureMember.Join(_room, "小明");
        ann.Say("Hello", "World");
        bob.Say("你好");
        bob.Leave();
        Assert.Equal(["1 Ann joined", "2 小明 joined", "3 Ann: Hello", "4 Ann: World", "5 小明: 你好", "6 小明 left"], ann.Lines);
        Assert.Equal(["1 Ann joined", "2 小明 joined", "3 Ann: Hello", "4 Ann: World", "5 小明: 你好", "6 小明 left"], bob.Lines);
        Assert.True(bob.IsEnded);
        Assert.False(ann.IsEnded);
    }

    [Fact]
    public void A_late_comer_gets_the_last_50_lines_with_their_numbers()
    {
        var ann = PureMember.Join(_room, "Ann");
        ann.Say([.. Enumerable.Range(2, 59).Select(i => $"{i}")]);
        var lines = PureMember.Join(_room, "Bob").Lines;
        Assert.Equal([.. Enumerable.Range(11, 50).Select(i => $"{i} Ann: {i}"), "61 Bob joined"], lines);
    }

    [Theory]
    [InlineData(0, "1 Ann joined|2 Ann: a|3 Ann: b")]
    [InlineData(2, "3 Ann: b")]
    [InlineData(3, "")]
    [InlineData(4, "1 Ann joined|2 Ann: a|3 Ann: b")] // no number of this room: from before a restart
    public void Who_was_here_gets_only_what_is_new(long after, string expected)
    {
        PureMember.Join(_room, "Ann").Say("a", "b");
        Assert.Equal(expected, string.Join('|', PureMember.Join(_room, $"* after={after}").Lines));
    }

    [Fact]
    public void A_reader_is_not_announced_and_says_nothing()
    {
        var reader = PureMember.Join(_room, "*");
        reader.Say("Can you hear me?");
        PureMember.Join(_room, "Ann").Say("No.");
        reader.Leave();
        Assert.Equal([Text(ChatNotice.ReadOnly), "1 Ann joined", "2 Ann: No."], reader.Lines);
        Assert.True(reader.IsEnded);
    }

    [Fact]
    public void A_poster_gets_its_own_lines_back_and_no_others_and_is_not_announced()
    {
        var ann = PureMember.Join(_room, "Ann");
        var web = PureMember.Join(_room, "Web post");
        ann.Say("a");
        web.Say("b");
        web.Leave();
        Assert.Equal(["3 Web: b"], web.Lines);
        Assert.Equal(["1 Ann joined", "2 Ann: a", "3 Web: b"], ann.Lines);
    }

    [Theory]
    [InlineData("Ann")]
    [InlineData("aNN")]
    [InlineData("ann post")]
    public void A_name_is_taken_until_its_member_leaves(string firstLine)
    {
        var ann = PureMember.Join(_room, "Ann");
        Assert.Equal(ChatNotice.NameTaken, PureMember.Join(_room, firstLine).Rejected);
        ann.Leave();
        Assert.Null(PureMember.Join(_room, firstLine).Rejected);
    }

    [Fact]
    public void A_poster_takes_no_name()
    {
        PureMember.Join(_room, "Ann post");
        Assert.Null(PureMember.Join(_room, "Ann").Rejected);
    }

    [Fact]
    public void The_room_is_full_until_one_leaves()
    {
        var members = Enumerable.Range(0, 5).Select(i => PureMember.Join(_room, $"{i}")).ToArray();
        Assert.Equal(ChatNotice.RoomFull, PureMember.Join(_room, "*").Rejected);
        members[0].Leave();
        Assert.Null(PureMember.Join(_room, "*").Rejected);
    }

    [Fact]
    public void What_is_no_line_becomes_a_notice_to_its_sender_alone_and_takes_no_number()
    {
        var (ann, bob) = (PureMember.Join(_room, "Ann"), PureMember.Join(_room, "Bob"));
        _ = (ann.Lines, bob.Lines);
        _room.Receive(ann.Member, [new("a"), new("", ChatNotice.NotUtf8), new(""), new(" \u3000 "), new("", ChatNotice.LineTooLong), new("b")]);
        Assert.Equal(["3 Ann: a", Text(ChatNotice.NotUtf8), Text(ChatNotice.LineTooLong), "4 Ann: b"], ann.Lines);
        Assert.Equal(["3 Ann: a", "4 Ann: b"], bob.Lines);
    }

    [Fact]
    public void Control_characters_are_shown_and_count_as_they_are_shown()
    {
        var ann = PureMember.Join(_room, "Ann");
        ann.Say("\u001b[2J\u202e", new string('\a', ChatProtocol.MaxLine / 3), new string('\a', ChatProtocol.MaxLine / 3 + 1));
        var lines = ann.Lines;
        Assert.Equal("2 Ann: ␛[2J<U+202E>", lines[1]);
        Assert.Equal($"3 Ann: {new string('␇', ChatProtocol.MaxLine / 3)}", lines[2]);
        Assert.Equal(Text(ChatNotice.LineTooLong), lines[3]);
    }

    [Fact]
    public void A_member_that_takes_nothing_is_cut_behind_the_lines_that_wait_and_delays_nobody()
    {
        var ann = PureMember.Join(_room, "Ann");
        var mute = PureMember.Join(_room, "Mute", isReading: false);
        for (var i = 3; i <= 128; i++)
            ann.Say($"{i}");
        Assert.False(mute.Member.IsClosed);
        Assert.Equal("128 Ann: 128", ann.Lines[^1]);

        ann.Say("129", "130"); // 129 exceeds the limit
        Assert.Equal(["129 Ann: 129", "130 Ann: 130", "131 Mute left (too-slow)"], ann.Lines);
        Assert.True(mute.Member.IsClosed);

        // Memory is bounded: no line is added any more. The waiting lines have no gap, and the last one names the reason.
        ann.Say("not for it");
        var lines = mute.Lines;
        Assert.Equal(["1 Ann joined", "2 Mute joined"], lines[..2]);
        Assert.Equal(Enumerable.Range(3, 126).Select(i => $"{i} Ann: {i}"), lines[2..^1]);
        Assert.Equal(Text(ChatNotice.TooSlow), lines[^1]);
        Assert.True(mute.IsEnded);
        Assert.Equal(1, mute.Flushes);
        Assert.Null(PureMember.Join(_room, "Mute").Rejected);
    }

    [Fact]
    public void A_member_that_takes_its_lines_is_not_cut_however_many_are_lost_at_once()
    {
        var room = new ChatRoom(new ChatOptions { QueuedLines = 128, MaxMembers = 1000 });
        var ann = PureMember.Join(room, "Ann");
        var mutes = Enumerable.Range(0, 500).Select(i => PureMember.Join(room, $"Mute{i}")).ToArray();
        Array.ForEach(mutes, mute => mute.IsReading = false);
        ann.Say([.. Enumerable.Range(0, 130).Select(i => $"{i}")]);
        Assert.All(mutes, mute => Assert.True(mute.Member.IsClosed));
        Assert.False(ann.Member.IsClosed);
        Assert.Equal(Enumerable.Range(1, 1 + 500 + 130 + 500), ann.Lines.Select(line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_flood_of_bad_lines_by_a_member_that_does_not_read_is_bounded_too()
    {
        var ann = PureMember.Join(_room, "Ann", isReading: false);
        for (var i = 0; i < 200; i++)
            _room.Receive(ann.Member, [new("", ChatNotice.NotUtf8)]);
        Assert.True(ann.Member.IsClosed);
        Assert.Equal(128 + 1, ann.Lines.Length);
    }

    [Fact]
    public void A_lost_member_leaves_with_a_reason_once()
    {
        var (ann, bob) = (PureMember.Join(_room, "Ann"), PureMember.Join(_room, "Bob"));
        bob.Leave("broken");
        bob.Leave("broken");
        bob.Leave();
        bob.Say("from beyond");
        Assert.Equal(["1 Ann joined", "2 Bob joined", "3 Bob left (broken)"], ann.Lines);
        Assert.Equal(["1 Ann joined", "2 Bob joined"], bob.Lines);
    }

    [Fact]
    public void A_room_that_closes_gives_every_member_what_it_has_taken_then_bye()
    {
        var ann = PureMember.Join(_room, "Ann");
        var slow = PureMember.Join(_room, "Slow", isReading: false);
        ann.Say("last words");
        _room.Close();
        ann.Say("too late");
        Assert.Equal(["1 Ann joined", "2 Slow joined", "3 Ann: last words", Text(ChatNotice.Bye)], ann.Lines);
        Assert.Equal(["1 Ann joined", "2 Slow joined", "3 Ann: last words", Text(ChatNotice.Bye)], slow.Lines);
        Assert.True(ann.IsEnded && slow.IsEnded);
        Assert.Equal(ChatNotice.Bye, PureMember.Join(_room, "Bob").Rejected);
    }

    [Fact]
    public void Two_rooms_are_told_apart()
    {
        Assert.Matches("^[0-9a-f]{8}$", _room.Id);
        Assert.NotEqual(_room.Id, new ChatRoom(new ChatOptions()).Id);
    }

    private static string Text(ChatNotice notice) => Encoding.UTF8.GetString(notice.Line()).TrimEnd('\n');
}
