using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RawSocketServer.Echo;
using RawSocketServer.Listening;

namespace RawSocketServer.Tests.Echo;

public class TcpEchoTests
{
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Eight_mebibytes_come_back_as_they_went(string readinessLoop)
    {
        await using var server = await RunningServer.StartAsync("--Raw:ReadinessLoop", readinessLoop);
        await using var peer = await server.ConnectAsync();
        var bytes = RandomBytes(8 * 1024 * 1024);
        var receiving = peer.ReceiveToEndAsync();
        await peer.SendAsync(bytes);
        peer.HalfClose();
        var echoed = await receiving;
        Assert.True(bytes.AsSpan().SequenceEqual(echoed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1024 * 1024)]
    public async Task Any_buffer_size_echoes_the_same(int size)
    {
        await using var server = await RunningServer.StartAsync("--Raw:Echo:BufferSize", $"{size}");
        await using var peer = await server.ConnectAsync();
        var bytes = RandomBytes(5000);
        await peer.SendAsync(bytes);
        peer.HalfClose();
        Assert.Equal(bytes, await peer.ReceiveToEndAsync());
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Half_close_is_answered_with_the_rest_and_then_FIN(string readinessLoop)
    {
        await using var server = await RunningServer.StartAsync("--Raw:ReadinessLoop", readinessLoop);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("半");
        Assert.Equal("半", await peer.ReceiveUntilAsync("半")); // at once, not only at the end
        await peer.SendAsync("关闭");
        peer.HalfClose();
        Assert.Equal("关闭", await peer.ReceiveTextToEndAsync());
    }

    [Fact]
    public async Task A_client_that_says_nothing_and_half_closes_gets_nothing_and_FIN()
    {
        await using var server = await RunningServer.StartAsync();
        await using var peer = await server.ConnectAsync();
        peer.HalfClose();
        Assert.Empty(await peer.ReceiveToEndAsync());
    }

    [Fact]
    public async Task A_character_cut_in_two_comes_back_whole_because_nobody_looked_at_it()
    {
        await using var server = await RunningServer.StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(new byte[] { 0xE4 });
        Assert.Equal([0xE4], await peer.ReceiveAsync(1));
        await peer.SendAsync(new byte[] { 0xBD, 0xA0 });
        Assert.Equal([0xBD, 0xA0], await peer.ReceiveAsync(2));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_reset_in_the_middle_harms_no_one_else(string readinessLoop)
    {
        await using var server = await RunningServer.StartAsync("--Raw:ReadinessLoop", readinessLoop);
        await using var other = await server.ConnectAsync();
        for (var i = 0; i < 50; i++)
        {
            var rude = await server.ConnectAsync();
            await rude.SendAsync(RandomBytes(30_000));
            rude.Reset();
        }

        await other.SendAsync("unharmed");
        Assert.Equal("unharmed", await other.ReceiveUntilAsync("unharmed"));
        Assert.DoesNotContain(server.Log.Entries, e => e.Id.Id == 5);
    }

    [Fact]
    public async Task A_peer_that_never_reads_fills_the_kernels_buffers_and_no_more_and_is_reset()
    {
        var options = new TcpEchoOptions { WriteTimeout = TimeSpan.FromSeconds(1) };
        await using var listener = new Listener(new TcpEcho(options, NullLogger.Instance).ServeAsync);
        await using var greedy = await listener.ConnectAsync();
        await using var other = await listener.ConnectAsync();

        const int Offered = 64 * 1024 * 1024;
        var taken = TakenUntilResetAsync(greedy, Offered);
        for (var i = 0; i < 20; i++)
        {
            await other.SendAsync("served meanwhile");
            await other.ReceiveUntilAsync("served meanwhile");
        }

        // Both kernels' buffers grow to some MiB; an echo that received before it had sent would have received everything.
        Assert.InRange(await taken, 1, Offered / 2);
    }

    [Fact]
    public async Task A_thousand_clients_at_once_are_served()
    {
        await using var server = await RunningServer.StartAsync();
        var peers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => server.ConnectAsync()));
        await Task.WhenAll(peers.Select((peer, i) => peer.SendAsync($"I am client {i}.")));
        Array.ForEach(peers, peer => peer.HalfClose());
        var answers = await Task.WhenAll(peers.Select(peer => peer.ReceiveTextToEndAsync()));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"I am client {i}."), answers);
        foreach (var peer in peers)
            await peer.DisposeAsync();
    }

    [Fact]
    public async Task Silence_for_too_long_is_closed_without_a_word()
    {
        var time = new FakeTimeProvider();
        var waiting = new TaskCompletionSource();
        var echo = new TcpEcho(new TcpEchoOptions(), NullLogger.Instance);
        await using var listener = new Listener(
            connection =>
            {
                var served = echo.ServeAsync(connection);
                waiting.SetResult(); // the handler returns from there once it waits for the first byte
                return served;
            },
            time: time);
        await using var peer = await listener.ConnectAsync();
        await waiting.Task;
        time.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(1, listener.Server.ConnectionCount);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(await peer.ReceiveToEndAsync());
    }

    [Fact]
    public async Task What_had_arrived_before_the_stop_is_echoed_and_what_comes_later_does_not_prevent_FIN()
    {
        var connected = new TaskCompletionSource<SocketConnection>();
        var go = new TaskCompletionSource();
        var echo = new TcpEcho(new TcpEchoOptions { BufferSize = 1000 }, NullLogger.Instance);
        await using var listener = new Listener(async connection =>
        {
            connected.SetResult(connection);
            await go.Task;
            await echo.ServeAsync(connection);
        });
        await using var peer = await listener.ConnectAsync();
        var connection = await connected.Task;
        var bytes = RandomBytes(50_000);
        await peer.SendAsync(bytes); // on loopback, sent bytes have arrived
        var stopping = listener.StopAsync();
        await Listener.UntilAsync(() => connection.IsDraining);
        go.SetResult();
        Assert.Equal(bytes, await peer.ReceiveAsync(bytes.Length));
        await peer.SendAsync("too late");
        Assert.Empty(await peer.ReceiveToEndAsync());
        peer.HalfClose();
        await stopping;
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_stop_closes_an_idle_connection_at_once(string readinessLoop)
    {
        await using var server = await RunningServer.StartAsync("--Raw:DrainTimeout", "01:00:00", "--Raw:ReadinessLoop", readinessLoop);
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("x");
        await peer.ReceiveAsync(1);
        var stopping = server.StopAsync();
        Assert.Empty(await peer.ReceiveToEndAsync());
        peer.HalfClose();
        await stopping;
    }

    private static async Task<long> TakenUntilResetAsync(Peer peer, int offered)
    {
        var chunk = new byte[64 * 1024];
        long taken = 0;
        try
        {
            while (taken < offered)
                taken += await peer.Socket.SendAsync(chunk, SocketFlags.None, peer.Timeout);
        }
        catch (SocketException)
        {
            return taken;
        }

        return taken;
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }
}
