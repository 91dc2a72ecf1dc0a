namespace Contract.Tests;

/// <summary>Several processes on one port (SO_REUSEPORT): the kernel distributes connections among them, and one can stop while the others serve.</summary>
[Trait("kind", "process")]
public sealed class WorkersTests
{
    private const int Clients = 48;

    [Theory]
    [InlineData("RawSocketServer", "tcp", "--Raw:ReusePort")]
    [InlineData("HandRolledHttp", "http", "--Http:Sockets:ReusePort")]
    [InlineData("MinimalHttpServer", "http", "--ReusePort")]
    public async Task Three_processes_share_a_port_and_two_go_on_when_one_is_stopped(string project, string scheme, string option)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux deals connections out.");
        await using var first = await ServerProcess.StartAsync(project, "--urls", $"{scheme}://127.0.0.1:0", option, "true");
        string[] same = ["--urls", first.Urls[0], option, "true"];
        var (startingSecond, startingThird) = (ServerProcess.StartAsync(project, same), ServerProcess.StartAsync(project, same));
        await using var second = await startingSecond;
        await using var third = await startingThird;
        var port = first.Port(scheme);

        // The kernel chooses by the client's port: of 48 connections each worker gets some (a worker without one: 1 in 94 million).
        var peers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Peer.ConnectAsync(port)));
        await Task.WhenAll(peers.Select(peer => AskAsync(peer, scheme)));
        Assert.Equal(0, await first.StopAsync());
        var told = (await Task.WhenAll(peers.Select(async peer => (await LastsAsync(peer, scheme)) ? 0 : 1))).Sum();
        Assert.InRange(told, 1, Clients - 2); // the connections of the stopped worker

        for (var i = 0; i < Clients; i++)
        {
            await using var later = await Peer.ConnectAsync(port);
            await AskAsync(later, scheme);
        }

        foreach (var peer in peers)
            await peer.DisposeAsync();
    }

    private static async Task AskAsync(Peer peer, string scheme)
    {
        await peer.SendAsync(scheme == "http" ? "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n" : "Hello, World!");
        await peer.ReceiveUntilAsync("Hello, World!");
    }

    // Whether the connection is still usable, because another worker has it.
    private static async Task<bool> LastsAsync(Peer peer, string scheme)
    {
        try
        {
            await AskAsync(peer, scheme);
            return true;
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or Xunit.Sdk.XunitException)
        {
            return false;
        }
    }
}
