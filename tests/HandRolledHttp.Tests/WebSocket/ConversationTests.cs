using System.Text;
using HandRolledHttp.Connection;
using HandRolledHttp.Connection.WebSockets;
using HandRolledHttp.WebSocket;

namespace HandRolledHttp.Tests.WebSocket;

/// <summary>The frames of a WebSocket from its opening to its end.</summary>
public sealed class ConversationTests
{
    private static readonly ServerFrame s_close = Conversation.Close(1000);

    public static TheoryData<string> Rejected =>
        [.. FrameVector.All.Where(v => v is { Rejected: not null, FromServer: false } && v.MaxMessage == 1 << 20).Select(v => v.Name)];

    [Fact]
    public async Task Text_comes_back_as_text_and_bytes_as_bytes()
    {
        var conversation = await Conversation.HoldAsync("text(你好) bin(\\x00\\xff) text() bin() text-(a) cont(b) close(\\x03\\xe8)");
        Assert.Equal(
            [Conversation.Text("你好"), new(0x82, "\0\xff"), Conversation.Text(""), new(0x82, ""), Conversation.Text("ab"), s_close],
            conversation.Frames);
        Assert.True(conversation.Transport.Lingered);
    }

    [Fact]
    public async Task Frames_in_the_segment_of_the_handshake_are_kept()
    {
        var conversation = Conversation.Begin(open: Conversation.Open + Frames.Latin1("text(a) ping(p) close()"));
        await conversation.Run;
        Assert.Equal([Conversation.Text("a"), new(0x8A, "p"), new(0x88, "")], conversation.Frames);
    }

    [Fact]
    public async Task All_of_it_may_come_byte_by_byte()
    {
        var conversation = Conversation.Begin(open: "");
        foreach (var b in Conversation.Open + Frames.Latin1("text-(你) ping(p) cont(好) close(\\x03\\xe9)"))
            conversation.Transport.Arrive(b.ToString());
        await conversation.Run;
        Assert.Equal([new(0x8A, "p"), Conversation.Text("你好"), Conversation.Close(1001)], conversation.Frames);
    }

    [Theory]
    [InlineData("close()", "")]
    [InlineData("close(\\x03\\xe8)", "\x03\xe8")]
    [InlineData("close(\\x03\\xe9bye)", "\x03\xe9")]
    [InlineData("close(\\x13\\x87)", "\x13\x87")]
    public async Task A_close_frame_is_returned_with_its_code_and_ends_everything(string close, string body)
    {
        var conversation = Conversation.Begin();
        conversation.Send($"text(a) {close} text(b) ping() close() 00 00");
        await conversation.Run; // the client has not finished: the server closes first
        Assert.Equal([Conversation.Text("a"), new(0x88, body)], conversation.Frames);
        Assert.True(conversation.Transport.Lingered);
    }

    [Theory]
    [MemberData(nameof(Rejected))]
    public async Task A_broken_rule_is_closed_with_its_code_and_nothing_more_is_read(string name)
    {
        var vector = FrameVector.All.First(v => v.Name == name);
        var rejection = FrameRejection.For(Enum.Parse<FrameError>(vector.Rejected!));
        var conversation = Conversation.Begin();
        conversation.Send([.. vector.Decode().Bytes, .. Frames.Parse("text(after) ping() close()")]);
        await conversation.Run;

        Assert.Equal(Conversation.Close((int)rejection.Code, rejection.Reason(chinese: false)), conversation.Frames[^1]);
        Assert.DoesNotContain(conversation.Frames, frame => frame.Payload == "after");
        Assert.True(conversation.Transport.Lingered);
    }

    [Fact]
    public async Task The_reason_is_in_the_language_of_the_client_and_left_out_when_terse()
    {
        var chinese = Conversation.Begin(open: Conversation.OpenWith("Accept-Language: zh-CN"));
        chinese.Send("81 00");
        await chinese.Run;
        Assert.Equal([Conversation.Close(1002, "客户端必须对每一帧使用掩码。（RFC 6455 §5.1）")], chinese.Frames);

        var terse = Conversation.Begin(options: new HttpServerOptions { Terse = true });
        terse.Send("81 00");
        await terse.Run;
        Assert.Equal([Conversation.Close(1002)], terse.Frames);
    }

    [Fact]
    public async Task A_message_over_the_limit_of_the_route_or_of_the_server_is_closed_with_1009()
    {
        var byRoute = Conversation.Begin(maxMessage: 3);
        byRoute.Send("text(abc) text(abcd)");
        await byRoute.Run;
        var byServer = Conversation.Begin(options: new HttpServerOptions { WebSockets = new() { MaxMessage = 2 } });
        byServer.Send("bin-(ab) cont(c)");
        await byServer.Run;

        var expected = Conversation.Close(1009, "The message is larger than this server takes. (RFC 6455 §10.4)");
        Assert.Equal([Conversation.Text("abc"), expected], byRoute.Frames);
        Assert.Equal([expected], byServer.Frames);
    }

    [Fact]
    public async Task An_end_without_a_close_frame_is_no_end_of_a_message()
    {
        var ends = new List<(WebSocketMessage?, CloseCode)>();
        var conversation = Conversation.Begin(async (socket, _) => ends.Add((await socket.ReceiveAsync(), socket.ClientCode)));
        conversation.Send("text-(half)");
        conversation.Transport.Finish();
        await conversation.Run;
        Assert.Equal([(null, CloseCode.Abnormal)], ends);
        Assert.Empty(conversation.Frames); // the client is gone
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(4_000)]
    [InlineData(50_000)]
    public async Task A_large_message_may_come_in_any_pieces(int piece)
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("aé你😀", 13_000)));
        byte[] bytes =
        [
            .. Frames.Encode(Opcode.Text, content), .. Frames.Parse("text(next)"),
            .. Frames.Encode(Opcode.Binary, content.AsSpan(0, 70_000), final: false), .. Frames.Parse("ping()"),
            .. Frames.Encode(Opcode.Continuation, content.AsSpan(70_000)), .. Frames.Parse("close()"),
        ];
        var conversation = Conversation.Begin();
        foreach (var chunk in bytes.Chunk(piece))
            conversation.Send(chunk);
        await conversation.Run;

        Assert.Equal([0x81, 0x81, 0x8A, 0x82, 0x88], conversation.Frames.Select(frame => frame.First));
        Assert.Equal(Encoding.Latin1.GetString(content), conversation.Frames[0].Payload);
        Assert.Equal(conversation.Frames[0].Payload, conversation.Frames[3].Payload);
        Assert.Equal("next", conversation.Frames[1].Payload);
    }

    [Fact]
    public async Task A_large_text_is_rejected_where_it_is_wrong_before_it_is_whole()
    {
        var content = Encoding.UTF8.GetBytes(new string('你', 30_000));
        content[60_000] = 0xFF;
        var frame = Frames.Encode(Opcode.Text, content);
        var conversation = Conversation.Begin();
        foreach (var chunk in frame[..70_000].Chunk(10_000))
            conversation.Send(chunk);
        await conversation.Run;
        Assert.Equal([Conversation.Close(1007, "A text message must be valid UTF-8. (RFC 6455 §8.1)")], conversation.Frames);
    }

    [Fact]
    public async Task Pings_are_answered_with_the_same_payload_while_a_message_is_under_way()
    {
        var conversation = await Conversation.HoldAsync("text-(a) ping(\\*125(p)) pong(unasked) cont-(b) ping() cont(c) close()");
        Assert.Equal([new(0x8A, new string('p', 125)), new(0x8A, ""), Conversation.Text("abc"), new(0x88, "")], conversation.Frames);
    }
}
