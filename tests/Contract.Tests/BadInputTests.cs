using System.Net.Sockets;
using System.Text;
using Contract.Tests.Servers;

namespace Contract.Tests;

/// <summary>Bad input neither ends a server nor affects its other clients.</summary>
public sealed class BadInputTests(ServersFixture servers)
{
    [Theory, EachServer]
    public async Task Garbage_is_refused(ServerUnderTest server)
    {
        var garbage = new byte[4096];
        new Random(3).NextBytes(garbage);
        await using (var peer = await servers[server].ConnectAsync())
        {
            await peer.SendAsync(garbage);
            var (received, _) = await peer.ReceiveToEndOrResetAsync();
            Assert.StartsWith("HTTP/1.1 400 ", Encoding.Latin1.GetString(received), StringComparison.Ordinal);
        }

        await servers[server].AssertStillServesAsync();
    }

    [Theory]
    [EachServer("not http at all\r\n\r\n", 400)]
    [EachServer("GET / HTTP/1.1\r\n\r\n", 400)] // no Host
    [EachServer("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [EachServer("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400)]
    [EachServer("GET / HTTP/2.5\r\nHost: a\r\n\r\n", 505)]
    [EachServer("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400)]
    [EachServer("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400)]
    public async Task A_malformed_request_is_refused_and_the_connection_ends(ServerUnderTest server, string request, int status)
    {
        await using (var peer = await servers[server].ConnectAsync())
        {
            await peer.SendAsync(request);
            var answer = await Answer.ReceiveAsync(peer);
            Assert.Equal(status, answer.Status);
            Assert.Equal("close", answer["Connection"]);
            Assert.Empty(await peer.ReceiveToEndAsync());
        }

        await servers[server].AssertStillServesAsync();
    }

    [Theory, EachServer]
    public async Task An_endless_head_is_cut_off(ServerUnderTest server)
    {
        await using (var peer = await servers[server].ConnectAsync())
        {
            var receiving = peer.ReceiveToEndOrResetAsync();
            await peer.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nX-Long: ");
            try
            {
                await peer.SendAsync(Encoding.ASCII.GetBytes(new string('x', 8 * 1024 * 1024)));
            }
            catch (SocketException)
            {
                // The server rejected the request before it received all of it.
            }

            var (received, _) = await receiving;
            Assert.StartsWith("HTTP/1.1 431 ", Encoding.ASCII.GetString(received), StringComparison.Ordinal);
        }

        await servers[server].AssertStillServesAsync();
    }

    [Theory, EachServer]
    public async Task A_target_without_end_is_too_long(ServerUnderTest server)
    {
        await using (var peer = await servers[server].ConnectAsync())
        {
            await peer.SendAsync($"GET /{new string('x', 16 * 1024)} HTTP/1.1\r\nHost: a\r\n\r\n");
            var (received, _) = await peer.ReceiveToEndOrResetAsync();
            Assert.StartsWith("HTTP/1.1 414 ", Encoding.ASCII.GetString(received), StringComparison.Ordinal);
        }

        await servers[server].AssertStillServesAsync();
    }

    [Theory]
    [EachServer("Content-Length: 10\r\n\r\nshort")]
    [EachServer("Transfer-Encoding: chunked\r\n\r\na\r\nshort")]
    public async Task A_body_that_ends_early_is_never_taken_for_whole(ServerUnderTest server, string rest)
    {
        await using (var peer = await servers[server].ConnectAsync())
        {
            await peer.SendAsync("POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n" + rest);
            peer.HalfClose();
            var (received, _) = await peer.ReceiveToEndOrResetAsync();
            Assert.DoesNotContain("HTTP/1.1 200", Encoding.ASCII.GetString(received), StringComparison.Ordinal);
        }

        await servers[server].AssertStillServesAsync();
    }

    [Theory]
    [EachServer("")]
    [EachServer("GET / HT")]
    [EachServer("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nsome")]
    [EachServer("GET /delay/10 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [EachServer("GET /stream/1000 HTTP/1.1\r\nHost: a\r\n\r\n")]
    public async Task A_client_may_vanish_at_any_time(ServerUnderTest server, string sent)
    {
        for (var i = 0; i < 20; i++)
        {
            await using var peer = await servers[server].ConnectAsync();
            await peer.SendAsync(sent);
            peer.Reset();
        }

        await servers[server].AssertStillServesAsync();
    }

    [Theory, EachServer]
    public async Task What_was_answered_before_the_bad_request_is_not_lost(ServerUnderTest server)
    {
        await using var peer = await servers[server].ConnectAsync();
        await peer.SendAsync("GET /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /hello?name=2 HTTP/1.1\r\nHost: a\r\n\r\nrubbish\r\n\r\n");
        Assert.Equal("Hello, World!", (await Answer.ReceiveAsync(peer)).Text);
        Assert.Equal("Hello, 2!", (await Answer.ReceiveAsync(peer)).Text);
        Assert.Equal(400, (await Answer.ReceiveAsync(peer)).Status);
    }
}
