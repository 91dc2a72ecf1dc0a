using System.Net.WebSockets;
using Contract.Tests.Servers;

namespace Contract.Tests.Chat;

/// <summary>One room and four kinds of routes (docs/chat.md): on every server, each route is a client of the room's socket.</summary>
public sealed class ChatRouteTests(ServersFixture servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachServer]
    public async Task Every_door_has_the_same_lines_in_the_same_order(ServerUnderTest server)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server);
        await using var tcp = await room.JoinAsync("Tess");
        using var socket = await room.OpenAsync("Wes");
        await using var events = await room.EventsAsync();
        Assert.Equal((200, "3 Fay: from a form\n"), await room.SayAsync("Fay", "from a form"));
        await socket.SayAsync("from a frame, 你好");
        await socket.UntilAsync("你好");
        await tcp.SendAsync("from a socket\n");

        string[] expected = ["1 Tess joined", "2 Wes joined", "3 Fay: from a form", "4 Wes: from a frame, 你好", "5 Tess: from a socket"];
        var atTcp = await tcp.ReceiveUntilAsync("from a socket\n");
        Assert.Equal(string.Concat(expected[1..].Select(line => line + "\n")), atTcp);
        Assert.Equal(expected[4..], await socket.LinesAsync(1));
        var received = await events.LinesAsync(5);
        Assert.Equal(expected, received.Select(line => line.Data));
        Assert.All(received, line => Assert.Matches($"^[0-9a-f]{{8}}:{line.Data[0]}$", line.Id));
        Assert.True(events.HasRetry);
        Assert.Contains("no-store", events.Head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Accel-Buffering: no\r\n", events.Head, StringComparison.OrdinalIgnoreCase);
        using var next = await room.NextAsync();
        Assert.Equal(expected, (await next.Content.ReadAsStringAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory, EachServer]
    public async Task A_WebSocket_that_closes_leaves_and_one_that_breaks_is_broken(ServerUnderTest server)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server);
        await using var tcp = await room.JoinAsync("Tess");
        using (var closes = await room.OpenAsync("Cleo"))
        {
            await closes.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);
            Assert.Equal(WebSocketCloseStatus.NormalClosure, closes.Socket.CloseStatus);
        }

        await tcp.ReceiveUntilAsync("Cleo left\n");
        using var breaks = await room.OpenAsync("Bree");
        breaks.Socket.Abort();
        await tcp.ReceiveUntilAsync("Bree left (broken)\n");
    }

    [Theory, EachServer]
    public async Task Events_go_on_behind_the_last_one_that_the_browser_has(ServerUnderTest server)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server);
        await room.SayAsync("Fay", "one");
        await room.SayAsync("Fay", "two");
        await using var all = await room.EventsAsync();
        var first = (await all.LinesAsync(2))[0];

        await using var rest = await room.EventsAsync(first.Id);
        Assert.Equal("2 Fay: two", (await rest.LinesAsync(1))[0].Data);
        await using var plain = await room.EventsAsync("1");
        Assert.Equal("2 Fay: two", (await plain.LinesAsync(1))[0].Data);
        await using var foreign = await room.EventsAsync("00000000:1");
        Assert.Equal("1 Fay: one", (await foreign.LinesAsync(1))[0].Data); // a number of another room
        await using var malformed = await room.EventsAsync("one");
        Assert.Equal("1 Fay: one", (await malformed.LinesAsync(1))[0].Data);
    }

    [Theory, EachServer]
    public async Task A_long_poll_waits_for_a_line_and_says_where_to_go_on(ServerUnderTest server)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server);
        await room.SayAsync("Fay", "one");
        using var first = await room.NextAsync("?after=0");
        var link = first.Headers.GetValues("Link").Single();
        Assert.Matches("^</chat/next\\?after=[0-9a-f]{8}:1>; rel=\"next\"$", link);
        Assert.Equal("no-store", first.Headers.CacheControl?.ToString());

        var waiting = room.Client.GetStringAsync(new Uri(link[1..link.IndexOf('>', StringComparison.Ordinal)], UriKind.Relative), Token);
        await using var tcp = await room.JoinAsync("Tess"); // the room accepts lines meanwhile, so the poll must have waited for this one
        Assert.Equal("2 Tess joined\n", await waiting);
        using var foreign = await room.NextAsync("?after=00000000:1");
        Assert.StartsWith("1 Fay: one\n", await foreign.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var malformed = await room.NextAsync("?after=last");
        Assert.Equal(400, (int)malformed.StatusCode);
    }

    [Theory, EachServer]
    public async Task A_long_poll_without_a_line_ends_with_204(ServerUnderTest server)
    {
        var clock = new ObservedClock();
        await using var room = await RoomWithDoors.StartAsync(servers, server, ["--Chat:PollTimeout=00:00:25"], clock: clock);
        var waiting = room.NextAsync();
        await clock.TimerSetAsync(TimeSpan.FromSeconds(25));
        clock.Advance(TimeSpan.FromSeconds(25));
        using var response = await waiting;
        Assert.Equal(204, (int)response.StatusCode);
    }

    [Theory, EachServer]
    public async Task Silence_is_broken_by_a_comment(ServerUnderTest server)
    {
        var clock = new ObservedClock();
        await using var room = await RoomWithDoors.StartAsync(servers, server, ["--Chat:PingAfter=00:00:17"], clock: clock);
        await using var events = await room.EventsAsync();
        for (var pings = 1; pings <= 2; pings++)
        {
            await clock.TimerSetAsync(TimeSpan.FromSeconds(17), pings);
            clock.Advance(TimeSpan.FromSeconds(17));
            await events.CommentAsync();
        }

        await room.SayAsync("Fay", "still there");
        Assert.Equal("1 Fay: still there", (await events.LinesAsync(1))[0].Data);
    }

    [Theory, EachServer]
    public async Task Control_characters_are_shown_at_every_door_and_make_no_line(ServerUnderTest server)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server);
        await using var tcp = await room.JoinAsync("Tess");
        using var socket = await room.OpenAsync("Wes");
        await using var events = await room.EventsAsync();
        await events.LinesAsync(2);

        await socket.SayAsync("a\e[2J\r\nid: 9\u202E\n");
        await tcp.ReceiveUntilAsync("3 Wes: a␛[2J␍␊id: 9<U+202E>\n");
        Assert.Equal("3 Wes: a␛[2J␍␊id: 9<U+202E>", (await events.LinesAsync(1))[0].Data);
        Assert.Equal((200, "4 Fay: b␊␛\n"), await room.SayAsync("Fay", "b\n\e"));
    }

    [Theory, EachServer]
    public async Task Pages_of_another_site_may_neither_join_nor_write(ServerUnderTest server)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server);
        var own = room.Server.Http.GetLeftPart(UriPartial.Authority);
        Assert.Equal(403, (await room.SayAsync("Eve", "forged", "http://evil.example")).Status);
        Assert.Equal(403, (await room.SayAsync("Eve", "forged", "null")).Status);
        Assert.Equal((200, "1 Fay: mine\n"), await room.SayAsync("Fay", "mine", own));

        const string Handshake = "GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
        Assert.Equal(403, (await room.Server.AskAsync($"{Handshake}Origin: http://evil.example\r\n\r\n")).Status);
        Assert.Equal(101, (await room.Server.AskAsync($"{Handshake}Origin: http://a\r\n\r\n")).Status);
        Assert.Equal(426, (await room.Server.AskAsync("GET /chat HTTP/1.1\r\nHost: a\r\n\r\n")).Status);
    }

    [Theory]
    [EachServer("", "x", 400)]
    [EachServer("Ann Lee", "x", 400)]
    [EachServer("*", "x", 400)]
    [EachServer("Fay\nEve", "x", 400)]
    [EachServer("Fay", " ", 400)]
    [EachServer("Tess", "Eve", 409)] // the name is taken, and the text must not be read as a name
    public async Task A_form_that_the_room_does_not_take_says_why(ServerUnderTest server, string name, string text, int status)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server);
        await using var tcp = await room.JoinAsync("Tess");
        var (got, sentence) = await room.SayAsync(name, text);
        Assert.Equal(status, got);
        Assert.NotEmpty(sentence);
        Assert.Equal((200, "2 Fay: next\n"), await room.SayAsync("Fay", "next")); // the rejected posts left no line
    }

    [Theory, EachServer]
    public async Task What_is_no_form_or_too_long_is_not_said(ServerUnderTest server)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server);
        Assert.Equal(413, (await room.SayAsync("Fay", new string('x', 4097))).Status);
        using var json = new StringContent("{\"name\":\"Fay\",\"text\":\"x\"}", System.Text.Encoding.UTF8, "application/json");
        using var response = await room.Client.PostAsync(new Uri("/chat", UriKind.Relative), json, Token);
        Assert.Equal(415, (int)response.StatusCode);
        Assert.Equal((200, $"1 Fay: {new string('x', 4096)}\n"), await room.SayAsync("Fay", new string('x', 4096)));
    }

    [Theory]
    [EachServer("en", "No chat room is configured")]
    [EachServer("zh-CN", "没有配置聊天室")]
    public async Task Without_a_room_each_door_says_what_to_configure(ServerUnderTest server, string language, string sentence)
    {
        foreach (var request in new[] { "GET /chat", "POST /chat", "GET /chat/events", "GET /chat/next" })
        {
            var answer = await servers[server].AskAsync(
                $"{request} HTTP/1.1\r\nHost: a\r\nAccept-Language: {language}\r\nContent-Length: 0\r\n\r\n");
            Assert.Equal(404, answer.Status);
            Assert.Equal("Accept-Language", answer["Vary"]);
            Assert.StartsWith(sentence, answer.Text, StringComparison.Ordinal);
            Assert.Contains("--Chat:Room tcp://127.0.0.1:12347", answer.Text, StringComparison.Ordinal);
        }
    }

    [Theory, EachServer]
    public async Task HEAD_opens_no_stream(ServerUnderTest server)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server);
        await using var peer = await room.Server.ConnectAsync();
        foreach (var line in new[] { "HEAD /chat/events", "HEAD /chat/next", "GET /healthz" })
            await peer.SendAsync($"{line} HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal("text/event-stream", (await Answer.ReceiveAsync(peer, head: true))["Content-Type"]);
        Assert.Equal(200, (await Answer.ReceiveAsync(peer, head: true)).Status);
        Assert.Equal("Healthy", (await Answer.ReceiveAsync(peer)).Text); // the connection goes on
    }
}
