using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Contract.Tests.Servers;

namespace Contract.Tests.Chat;

/// <summary>How the routes end: the room is gone, the server stops, a limit is reached, a member does not read.</summary>
public sealed class ChatEndTests(ServersFixture servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachServer]
    public async Task A_room_that_stops_is_told_at_every_door(ServerUnderTest server)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server);
        using var socket = await room.OpenAsync("Wes");
        await using var events = await room.EventsAsync();
        await events.LinesAsync(1);
        using var first = await room.NextAsync();

        await room.StopRoomAsync();
        var (lines, code) = await socket.ToEndAsync();
        Assert.StartsWith("* bye ", lines[^1], StringComparison.Ordinal);
        Assert.Equal(1013, code);
        Assert.Equal(("notice", "* bye The room stops."), await events.NextAsync() is { } bye ? (bye.Type, bye.Data) : default);
        Assert.Null(await events.NextAsync());
    }

    [Theory, EachServer]
    public async Task Without_its_room_a_door_asks_to_come_back(ServerUnderTest server)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server);
        await room.StopRoomAsync();

        using var next = await room.NextAsync();
        Assert.Equal((503, "2"), ((int)next.StatusCode, next.Headers.GetValues("Retry-After").Single()));
        Assert.Equal((503, "The chat room cannot be reached. Try again later.\n"), await room.SayAsync("Fay", "x"));
        await using var events = await room.EventsAsync();
        Assert.StartsWith("HTTP/1.1 200 ", events.Head, StringComparison.Ordinal); // after a 503 a browser would not reconnect
        Assert.StartsWith("! room-gone ", (await events.NextAsync())?.Data, StringComparison.Ordinal);
        Assert.True(events.HasRetry);
        Assert.Null(await events.NextAsync());

        using var client = new ClientWebSocket();
        await client.ConnectAsync(new UriBuilder(room.Server.Http) { Scheme = "ws", Path = "/chat" }.Uri, Token);
        Assert.Equal(1013, (await new ChatWebSocket(client).ToEndAsync()).Code);
    }

    [Theory, EachServer]
    public async Task An_address_where_something_else_listens_is_no_room(ServerUnderTest server)
    {
        string[] options = [$"--Chat:Room=tcp://127.0.0.1:{servers[server].Http.Port}", "--Chat:RoomTimeout=00:00:01"];
        await using var other = await servers.StartAnotherAsync(server, options);
        using var response = await other.Client.GetAsync(new Uri("/chat/next", UriKind.Relative), Token);
        Assert.Equal(503, (int)response.StatusCode);
    }

    [Theory, EachServer]
    public async Task A_stop_says_1001_and_ends_an_event_stream_as_a_whole(ServerUnderTest server)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server);
        await using var tcp = await room.JoinAsync("Tess");
        using var socket = await room.OpenAsync("Wes");
        await using var events = await room.EventsAsync();
        await events.LinesAsync(2);

        var stop = room.Server.DisposeAsync();
        Assert.Equal(1001, (await socket.ToEndAsync()).Code);
        Assert.Null(await events.NextAsync()); // the last chunk arrived
        await tcp.ReceiveUntilAsync("Wes left\n");
        await stop;
    }

    [Theory, EachServer]
    public async Task A_stop_while_lines_are_said_is_a_leave_like_any_other(ServerUnderTest server)
    {
        const int Members = 16;
        await using var room = await RoomWithDoors.StartAsync(servers, server, room: ["--Raw:Chat:LinesPerSecond=1000000"]);
        await using var tcp = await room.JoinAsync("Tess");
        var sockets = await Task.WhenAll(Enumerable.Range(0, Members).Select(i => room.OpenAsync($"Wes{i}")));

        var stop = room.Server.DisposeAsync();
        var ends = Task.WhenAll(sockets.Select(socket => socket.ToEndAsync()));
        var left = new List<string>();
        while (left.Count < Members)
        {
            await tcp.SendAsync("x\n"); // while a close frame is sent, another line is sent as well
            string line;
            do
            {
                line = await tcp.ReceiveUntilAsync("\n");
                if (line.Contains(" left", StringComparison.Ordinal))
                    left.Add(line);
            }
            while (!line.EndsWith("Tess: x\n", StringComparison.Ordinal));
        }

        Assert.All(left, line => Assert.EndsWith(" left\n", line, StringComparison.Ordinal)); // not (broken)
        Assert.All(await ends, end => Assert.Equal(1001, end.Code));
        await stop;
        foreach (var socket in sockets)
            socket.Dispose();
    }

    [Theory, EachServer]
    public async Task A_line_on_its_way_at_a_stop_is_in_the_room(ServerUnderTest server)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server);
        await using var tcp = await room.JoinAsync("Tess");
        using var socket = await room.OpenAsync("Wes");

        var stop = room.Server.DisposeAsync();
        while (await socket.LineAsync() is not null)
        {
        }

        await socket.SayAsync("last words"); // the client has not sent its close frame yet
        await socket.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        await tcp.ReceiveUntilAsync("Wes: last words\n");
        await tcp.ReceiveUntilAsync("Wes left\n");
        await stop;
    }

    [Theory, EachServer]
    public async Task One_connection_to_the_room_too_many_is_rejected(ServerUnderTest server)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server, ["--Chat:MaxConnections=1"]);
        await using (var events = await room.EventsAsync())
        {
            await events.NextAsync();
            Assert.Equal(503, (await room.SayAsync("Fay", "x")).Status);
            using var next = await room.NextAsync();
            Assert.Equal(503, (int)next.StatusCode);
        }
    }

    // On one connection, so that each request ends before the next one begins.
    [Theory, EachServer]
    public async Task A_connection_to_the_room_is_free_again_after_its_request(ServerUnderTest server)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server, ["--Chat:MaxConnections=1"]);
        await using var peer = await room.Server.ConnectAsync();
        for (var i = 1; i <= 3; i++)
        {
            await peer.SendAsync("POST /chat HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: 15\r\n\r\nname=Fay&text=x");
            Assert.Equal($"{i} Fay: x\n", (await Answer.ReceiveAsync(peer)).Text);
            await peer.SendAsync("GET /chat/next HTTP/1.1\r\nHost: a\r\n\r\n");
            Assert.Equal(200, (await Answer.ReceiveAsync(peer)).Status);
        }
    }

    [Theory, EachServer]
    public async Task A_member_without_a_name_is_closed_by_the_rules_of_the_room(ServerUnderTest server)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server);
        using var socket = await room.OpenAsync();
        for (var i = 0; i < 5; i++)
            await socket.SayAsync("Ann Lee");
        var (lines, code) = await socket.ToEndAsync();
        Assert.StartsWith("! no-name ", lines[^1], StringComparison.Ordinal);
        Assert.Equal(1008, code);
    }

    [Theory, EachServer]
    public async Task A_member_that_does_not_read_is_cut_and_delays_nobody(ServerUnderTest server)
    {
        string[] options = ["--Raw:Chat:QueuedLines=128", "--Raw:Chat:LinesPerSecond=1000000"];
        await using var room = await RoomWithDoors.StartAsync(servers, server, room: options);
        await using var tcp = await room.JoinAsync("Tess");
        using var socket = await room.OpenAsync("Wes"); // reads nothing from now on
        await tcp.ReceiveUntilAsync("Wes joined\n");

        var line = string.Concat(Enumerable.Repeat(new string('x', 4000) + "\n", 16));
        var text = "";
        while (!text.Contains("Wes left (", StringComparison.Ordinal))
        {
            await tcp.SendAsync(line);
            for (var lines = 0; lines < 16; lines++)
            {
                text = await tcp.ReceiveUntilAsync("\n");
                if (text.Contains("Wes left (", StringComparison.Ordinal))
                    break;
            }
        }

        Assert.Matches(@"Wes left \((too-slow|broken)\)", text); // by the room, or by the server whose client does not read
    }

    [Theory, EachServer]
    public async Task The_last_lines_of_a_room_reach_a_member_whose_own_line_comes_too_late(ServerUnderTest server)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere a reset also discards the lines that have arrived before it.");
        const int Lines = 16;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string[] options = [$"--Chat:Room=tcp://{listener.LocalEndpoint}", "--Chat:RoomTimeout=01:00:00"];
        if (server == ServerUnderTest.HandRolled)
            options = [.. options, "--Http:Sockets:SendBufferSize=4096"];
        await using var door = await servers.StartAnotherAsync(server, options);
        using var narrow = new HttpMessageInvoker(new SocketsHttpHandler { ConnectCallback = ConnectAsync });
        using var client = new ClientWebSocket();
        var connecting = client.ConnectAsync(new UriBuilder(door.Http) { Scheme = "ws", Path = "/chat" }.Uri, narrow, Token);
        using (var room = await listener.AcceptTcpClientAsync(Token))
        {
            await connecting;
            var stream = room.GetStream();
            await stream.WriteAsync("* room 01234567 hello\n"u8.ToArray(), Token);
            for (var i = 1; i <= Lines; i++)
                await stream.WriteAsync(Encoding.UTF8.GetBytes($"{i} Ann: {new string('x', 4000)}\n"), Token);
        }

        // The member reads nothing yet, so lines wait at the door. The room is closed: it resets the connection at the first of these lines,
        // so the next ones cannot be sent. Meanwhile the door serves others, and so it has tried.
        using var socket = new ChatWebSocket(client);
        for (var i = 0; i < 10; i++)
            await socket.SayAsync("too late");
        for (var i = 0; i < 20; i++)
            await door.AssertStillServesAsync();
        var (lines, code) = await socket.ToEndAsync();
        Assert.Equal(Enumerable.Range(1, Lines).Select(i => $"{i}"), lines.Skip(1).Select(line => line.Split(' ')[0]));
        Assert.Equal(1013, code);

        static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
    }

    [Theory]
    [EachServer("binary", 1003)]
    [EachServer("large", 1009)]
    public async Task A_message_that_is_no_line_closes(ServerUnderTest server, string message, int code)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server);
        using var socket = await room.OpenAsync("Wes");
        var (type, length) = message == "binary" ? (WebSocketMessageType.Binary, 1) : (WebSocketMessageType.Text, (16 * 1024) + 1);
        await socket.Socket.SendAsync(Enumerable.Repeat((byte)'x', length).ToArray(), type, endOfMessage: true, Token);
        Assert.Equal(code, (await socket.ToEndAsync()).Code);
    }

    [Theory, EachServer]
    public async Task A_line_that_is_too_long_gets_the_words_of_the_room(ServerUnderTest server)
    {
        await using var room = await RoomWithDoors.StartAsync(servers, server);
        using var socket = await room.OpenAsync("Wes");
        await socket.SayAsync(new string('x', 4097));
        Assert.StartsWith("! line-too-long ", await socket.LineAsync(), StringComparison.Ordinal);
        await socket.SayAsync("short");
        Assert.Equal("2 Wes: short", await socket.LineAsync());
    }
}
