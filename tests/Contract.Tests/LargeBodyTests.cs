using System.Text;
using Contract.Tests.Servers;

namespace Contract.Tests;

/// <summary>A body far larger than any buffer, through a server in a process of its own, whose memory can be watched.</summary>
[Trait("kind", "process")]
public sealed class LargeBodyTests
{
    private const int MiB = 1024 * 1024;
    private const int Blocks = 64;

    [Theory, EachServer]
    public async Task Sixty_four_mebibytes_come_back_while_memory_stays_small(ServerUnderTest server)
    {
        await using var process = await ServerProcess.StartAsync(ServersFixture.Project(server), "--urls", "http://127.0.0.1:0");
        await using var peer = await Peer.ConnectAsync(process.Port("http"));
        var block = new byte[MiB];
        new Random(5).NextBytes(block);

        await peer.SendAsync($"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: {Blocks * MiB}\r\n\r\n");
        var sending = SendAsync(peer, block);
        var head = await peer.ReceiveUntilAsync("\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", head, StringComparison.Ordinal);
        for (var i = 0; i < Blocks; i++)
            Assert.True((await peer.ReceiveAsync(MiB)).AsSpan().SequenceEqual(block), $"MiB {i} came back changed");
        await sending;

        Assert.InRange(process.WorkingSet, 1, 200L * MiB);
        Assert.Equal(0, await process.StopAsync());
    }

    [Theory, EachServer]
    public async Task A_form_may_not_be_larger_than_its_limit(ServerUnderTest server)
    {
        await using var process = await ServerProcess.StartAsync(ServersFixture.Project(server), "--urls", "http://127.0.0.1:0");
        await using var peer = await Peer.ConnectAsync(process.Port("http"));
        await peer.SendAsync("POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 30000001\r\n\r\n");
        var (received, _) = await peer.ReceiveToEndOrResetAsync();
        Assert.StartsWith("HTTP/1.1 413 ", Encoding.ASCII.GetString(received), StringComparison.Ordinal);
    }

    private static async Task SendAsync(Peer peer, byte[] block)
    {
        for (var i = 0; i < Blocks; i++)
            await peer.SendAsync(block);
    }
}
