
namespace RawSocketServer.Tests.Listening;

public sealed class ReusePortTests
{
    [Fact]
    public async Task Several_workers_share_a_port_when_they_all_ask_for_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux deals connections out.");
        await using var first = await RunningServer.StartAsync("--Raw:ReusePort", "true");
        var port = first.EndPoint("tcp").Port;
        await using var second = await RunningServer.StartAsync("--Raw:ReusePort", "true", "--urls", $"tcp://127.0.0.1:{port}");

        // The kernel distributes by the client's port: of 64 connections, both servers get some (one gets all: 2 in 2^64).
        var peers = new List<Peer>();
        for (var i = 0; i < 64; i++)
        {
            var peer = await Peer.ConnectAsync(first.EndPoint("tcp"));
            await peer.SendAsync("x");
            await peer.ReceiveAsync(1);
            peers.Add(peer);
        }

        await first.StopAsync();
        foreach (var peer in peers)
            await peer.DisposeAsync();
        Assert.InRange(first.Log.Lines.Count(line => line.EndsWith("1 bytes echoed", StringComparison.Ordinal)), 1, 63);

        await using var later = await Peer.ConnectAsync(second.EndPoint("tcp"));
        await later.SendAsync("still here");
        await later.ReceiveAsync(10);
    }

    [Fact]
    public async Task Without_being_asked_a_port_is_not_shared()
    {
        await using var first = await RunningServer.StartAsync("--Raw:ReusePort", "true");

        await Assert.ThrowsAsync<ListenException>(() => RunningServer.StartAsync("--urls", $"tcp://127.0.0.1:{first.EndPoint("tcp").Port}"));
    }

    [Fact]
    public async Task Datagrams_share_their_port_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux deals datagrams out.");
        await using var first = await RunningServer.StartAsync("--Raw:ReusePort", "true", "--urls", "udp://127.0.0.1:0");
        await using var second = await RunningServer.StartAsync("--Raw:ReusePort", "true", "--urls", $"udp://127.0.0.1:{first.EndPoint("udp").Port}");
        using var peer = new DatagramPeer();
        await peer.SendAsync("x", first.EndPoint("udp"));

        Assert.Equal("x"u8.ToArray(), await peer.ReceiveAsync());
    }
}
