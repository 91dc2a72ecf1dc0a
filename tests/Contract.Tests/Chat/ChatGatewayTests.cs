using System.Net.WebSockets;
using Contract.Tests.Servers;

namespace Contract.Tests.Chat;

/// <summary>The room is a peer like any other: it may be full, silent, another service, or send dangerous characters.</summary>
public sealed class ChatGatewayTests(ServersFixture servers)
{
    private const string Greeting = "* room 0123abcd Hello.\n";
    private const string Patience = "--Chat:RoomTimeout=00:00:01";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [EachServer("")]
    [EachServer("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [EachServer("* room 0123ABCD Hello.\n")]
    [EachServer("* room 0123abcde Hello.\n")]
    [EachServer("! room-full The room is full.\n")]
    public async Task A_service_without_the_greeting_of_a_room_is_no_room(ServerUnderTest server, string greeting)
    {
        await using var service = new FakeRoom(greeting, "1 Fay: x\n");
        await using var gateway = await servers.StartAnotherAsync(server, [service.Option, Patience]);

        var answers = await Task.WhenAll(
            gateway.AskAsync("GET /chat/next HTTP/1.1\r\nHost: a\r\n\r\n"),
            gateway.AskAsync(Post()));
        Assert.All(answers, answer => Assert.Equal((503, "2"), (answer.Status, answer["Retry-After"])));
        await using var events = await EventsAsync(gateway);
        Assert.StartsWith("! room-gone ", (await events.NextAsync())?.Data, StringComparison.Ordinal);
        Assert.Null(await events.NextAsync());
    }

    [Theory, EachServer]
    public async Task A_room_that_does_not_confirm_a_line_in_time_has_not_taken_it(ServerUnderTest server)
    {
        await using var service = new FakeRoom(Greeting);
        await using var gateway = await servers.StartAnotherAsync(server, [service.Option, Patience]);
        var answer = await gateway.AskAsync(Post());
        Assert.Equal((503, "2"), (answer.Status, answer["Retry-After"]));
    }

    [Theory, EachServer]
    public async Task Control_characters_of_the_room_are_shown_at_every_door(ServerUnderTest server)
    {
        const string Shown = "7 Eve: a␍id: 9␛[2J<U+202E>";
        await using var service = new FakeRoom("* room 0123abcd \e[2J\n", "7 Eve: a\rid: 9\e[2J\u202E\n");
        await using var gateway = await servers.StartAnotherAsync(server, [service.Option]);

        await using var events = await EventsAsync(gateway);
        Assert.Equal("* room 0123abcd ␛[2J", (await events.NextAsync())?.Data);
        Assert.Equal(new ChatEvent("", "0123abcd:7", Shown), await events.NextAsync());
        Assert.Equal($"{Shown}\n", (await gateway.AskAsync("GET /chat/next HTTP/1.1\r\nHost: a\r\n\r\n")).Text);
        Assert.Equal($"{Shown}\n", (await gateway.AskAsync(Post())).Text);
        using var socket = await ConnectAsync(gateway);
        await socket.SayAsync("Ann");
        Assert.Equal(["* room 0123abcd ␛[2J", Shown], await socket.LinesAsync(2));
    }

    [Theory, EachServer]
    public async Task A_full_room_asks_every_door_to_come_back(ServerUnderTest server)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server, room: ["--Raw:Chat:MaxMembers=1"]);
        await using var tcp = await room.JoinAsync("Tess");

        var next = await room.Server.AskAsync("GET /chat/next HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal((503, "2"), (next.Status, next["Retry-After"]));
        var said = await room.Server.AskAsync(Post());
        Assert.Equal((503, "2"), (said.Status, said["Retry-After"]));
        Assert.StartsWith("! room-full ", said.Text, StringComparison.Ordinal);
        await using var events = await room.EventsAsync();
        Assert.Equal("notice", (await events.NextAsync())?.Type); // the greeting
        Assert.StartsWith("! room-full ", (await events.NextAsync())?.Data, StringComparison.Ordinal);
        Assert.Null(await events.NextAsync());
        using var socket = await room.OpenAsync();
        await socket.SayAsync("Wes");
        var (lines, code) = await socket.ToEndAsync();
        Assert.StartsWith("! room-full ", lines[^1], StringComparison.Ordinal);
        Assert.Equal(1013, code);
    }

    [Theory, EachServer]
    public async Task A_lost_room_is_reported_in_the_language_of_the_client(ServerUnderTest server)
    {
        const string Sentence = "无法连接聊天室，请稍后再试。";
        await using var service = new FakeRoom("");
        await using var gateway = await servers.StartAnotherAsync(server, [service.Option, Patience]);
        foreach (var request in new[] { "GET /chat/next HTTP/1.1\r\nHost: a\r\n\r\n", Post() })
        {
            var answer = await gateway.AskAsync(request.Replace("Host: a", "Host: a\r\nAccept-Language: zh-CN", StringComparison.Ordinal));
            Assert.Equal($"{Sentence}\n", answer.Text);
        }

        await using var events = await EventsAsync(gateway, "Accept-Language: zh-CN\r\n");
        Assert.Equal($"! room-gone {Sentence}", (await events.NextAsync())?.Data);
    }

    private static string Post() =>
        "POST /chat HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 15\r\n\r\nname=Fay&text=x";

    private static async Task<EventReader> EventsAsync(RunningServer gateway, string field = "")
    {
        var peer = await gateway.ConnectAsync();
        await peer.SendAsync($"GET /chat/events HTTP/1.1\r\nHost: a\r\n{field}\r\n");
        return new EventReader(peer, await peer.ReceiveUntilAsync("\r\n\r\n"));
    }

    private static async Task<ChatWebSocket> ConnectAsync(RunningServer gateway)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(gateway.Http) { Scheme = "ws", Path = "/chat" }.Uri, Token);
        return new ChatWebSocket(socket);
    }
}
