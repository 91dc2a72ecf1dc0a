using System.Globalization;
using System.Text;
using Contract.Tests.Servers;

namespace Contract.Tests;

/// <summary>A body that is larger than the heap of the server, which runs in its own process.</summary>
[Trait("kind", "process")]
public sealed class LargeBodyTests(ServersFixture servers)
{
    private const int MiB = 1024 * 1024;
    private const int Blocks = 64;

    // The server's whole heap. A server that collects the body runs out of memory on any machine, at any speed.
    private static readonly Dictionary<string, string?> s_smallHeap = new()
    {
        ["DOTNET_GCHeapHardLimit"] = (48 * MiB).ToString("X", CultureInfo.InvariantCulture),
    };

    [Theory, EachServer]
    public async Task Sixty_four_mebibytes_come_back_while_memory_stays_small(ServerUnderTest server)
    {
        await using var process = await ServerProcess.StartCommandAsync(
            "dotnet", [Repository.Program(ServersFixture.Project(server)), "--urls", "http://127.0.0.1:0"], environment: s_smallHeap);
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

        Assert.Equal(0, await process.StopAsync());
        Assert.Equal("", process.Error);
    }

    [Theory, EachServer]
    public async Task A_form_may_not_be_larger_than_its_limit(ServerUnderTest server)
    {
        await using var peer = await servers[server].ConnectAsync();
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
