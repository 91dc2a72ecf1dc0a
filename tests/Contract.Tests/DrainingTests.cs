using Contract.Tests.Servers;

namespace Contract.Tests;

/// <summary>Shutdown: requests in progress finish, and the health check reports it to a load balancer.</summary>
[Trait("kind", "process")]
public sealed class DrainingTests
{
    [Theory, EachServer]
    public async Task A_request_that_has_begun_is_finished_before_the_server_ends(ServerUnderTest server)
    {
        await using var process = await ServerProcess.StartAsync(ServersFixture.Project(server), "--urls", "http://127.0.0.1:0");
        await using var peer = await Peer.ConnectAsync(process.Port("http"));
        await peer.SendAsync("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nbefore");
        Assert.Equal("before", (await Answer.ReceiveAsync(peer)).Text);

        // An echo in progress, half of it received: this connection is certainly not idle.
        await peer.SendAsync("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nhalf");
        await peer.ReceiveUntilAsync("half");
        var stopping = process.StopAsync();
        await peer.SendAsync("done");
        await peer.ReceiveUntilAsync("done");
        Assert.Empty(await peer.ReceiveToEndAsync());
        Assert.Equal(0, await stopping);
        Assert.Equal("", process.Error);
    }
}
