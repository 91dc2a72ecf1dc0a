using RawSocketServer.Echo;
using RawSocketServer.Listening;

namespace RawSocketServer.Tests.Listening;

public sealed class SocketMetricsTests
{
    [Fact]
    public async Task Connections_and_their_bytes_are_counted()
    {
        using var measured = new Measurements("RawSocketServer");
        await using var listener = new Listener(new TcpEcho(new TcpEchoOptions(), new LogCapture()).ServeAsync);
        var port = Port(listener);

        await using (var peer = await listener.ConnectAsync())
        {
            await peer.SendAsync("hello");
            await peer.ReceiveAsync(5);
            Assert.Equal(1, measured.Observe("socket.active_connections", "server.port", port));
            peer.HalfClose();
            await peer.ReceiveToEndAsync();
        }

        await Listener.UntilAsync(() => measured.Of("socket.connection.duration", "server.port", port).Count == 1);
        await Listener.UntilAsync(() => listener.Server.ConnectionCount == 0);
        Assert.Equal(0, measured.Observe("socket.active_connections", "server.port", port));
        Assert.Equal(1, measured.Sum("socket.opened_connections", "server.port", port));
        var io = measured.Of("socket.io", "server.port", port);
        Assert.Equal(5, io.Where(m => m.Tags["network.io.direction"] is "receive").Sum(m => m.Value));
        Assert.Equal(5, io.Where(m => m.Tags["network.io.direction"] is "transmit").Sum(m => m.Value));
        var duration = Assert.Single(measured.Of("socket.connection.duration", "server.port", port));
        Assert.DoesNotContain("error.type", duration.Tags.Keys);
        Assert.Equal("tcp", duration.Tags["network.transport"]);
    }

    [Fact]
    public async Task A_connection_that_ends_badly_says_how()
    {
        using var measured = new Measurements("RawSocketServer");
        var connected = new TaskCompletionSource();
        await using var listener = new Listener(async _ =>
        {
            await connected.Task; // an immediate reset can come before the client's own connect returns
            throw new InvalidOperationException();
        });
        await using var peer = await listener.ConnectAsync();
        connected.SetResult();
        await peer.ReceiveToEndOrResetAsync();

        await Listener.UntilAsync(() => measured.Of("socket.connection.duration", "server.port", Port(listener)).Count == 1);
        Assert.Equal("System.InvalidOperationException", measured.Of("socket.connection.duration", "server.port", Port(listener))[0].Tags["error.type"]);
    }

    [Theory]
    [InlineData("", false, null)] // a health check of the load balancer
    [InlineData("", true, null)] // the server stops while it waits for the header
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n", false, null)]
    [InlineData("PRO", false, "proxy_header")]
    [InlineData("hello", false, "proxy_header")]
    public async Task A_proxy_that_only_connects_is_no_error(string sent, bool stops, string? error)
    {
        using var measured = new Measurements("RawSocketServer");
        await using var listener = new Listener(_ => Task.CompletedTask, new SocketServerOptions { Proxy = new() { Trusted = "127.0.0.1" } });
        var port = Port(listener);
        await using var peer = await listener.ConnectAsync();
        await peer.SendAsync(sent);
        if (stops)
        {
            await Listener.UntilAsync(() => listener.Server.ConnectionCount == 1);
            await listener.StopAsync();
        }
        else
        {
            peer.HalfClose();
        }

        await Listener.UntilAsync(() => measured.Of("socket.connection.duration", "server.port", port).Count == 1);
        Assert.Equal(error, measured.Of("socket.connection.duration", "server.port", port)[0].Tags.GetValueOrDefault("error.type"));
    }

    [Fact]
    public async Task A_refused_connection_says_why()
    {
        using var measured = new Measurements("RawSocketServer");
        var held = new TaskCompletionSource();
        await using var listener = new Listener(_ => held.Task, new SocketServerOptions { MaxConnections = 1 });
        await using var first = await listener.ConnectAsync();
        await Listener.UntilAsync(() => listener.Server.ConnectionCount == 1);
        await using var second = await listener.ConnectAsync();
        await second.ReceiveToEndAsync();

        var refused = Assert.Single(measured.Of("socket.refused_connections", "server.port", Port(listener)));
        Assert.Equal("capacity", refused.Tags["reason"]);
        held.SetResult();
    }

    [Fact]
    public async Task A_datagram_without_an_answer_says_why()
    {
        using var measured = new Measurements("RawSocketServer");
        await using var server = await RunningServer.StartAsync("--Raw:Udp:SourceBurst", "1", "--Raw:Udp:SourceRate", "1", "--Raw:Udp:LimitLoopback", "true");
        var port = server.EndPoint("udp").Port;
        using var peer = new DatagramPeer();
        await peer.SendAsync("one", server.EndPoint("udp"));
        await peer.SendAsync("two", server.EndPoint("udp"));

        await Listener.UntilAsync(() => measured.Of("socket.dropped_datagrams", "server.port", port).Count == 1);
        Assert.Equal("rate", measured.Of("socket.dropped_datagrams", "server.port", port)[0].Tags["reason"]);
    }

    private static int Port(Listener listener) => Peer.Endpoint(listener.Server.Urls[0]).Port;
}
