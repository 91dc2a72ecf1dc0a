using System.Text;
using Contract.Tests.Servers;

namespace Contract.Tests;

/// <summary>HTTP/1.1 byte by byte: framing and persistence, which a client library would hide.</summary>
public sealed class WireTests(ServersFixture servers)
{
    [Theory, EachServer]
    public async Task A_connection_carries_one_request_after_another(ServerUnderTest server)
    {
        await using var peer = await servers[server].ConnectAsync();
        foreach (var name in new[] { "one", "two", "three" })
        {
            await peer.SendAsync($"GET /hello?name={name} HTTP/1.1\r\nHost: a\r\n\r\n");
            Assert.Equal($"Hello, {name}!", (await Answer.ReceiveAsync(peer)).Text);
        }
    }

    [Theory, EachServer]
    public async Task Requests_sent_together_are_answered_in_order(ServerUnderTest server)
    {
        await using var peer = await servers[server].ConnectAsync();
        await peer.SendAsync(
            "GET /delay/0.1 HTTP/1.1\r\nHost: a\r\n\r\n" +
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" +
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n1\r\nf\r\n0\r\n\r\n" +
            "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.Equal("Waited 0.1 s.", (await Answer.ReceiveAsync(peer)).Text);
        Assert.Equal("abc", (await Answer.ReceiveAsync(peer)).Text);
        Assert.Equal("def", (await Answer.ReceiveAsync(peer)).Text);
        Assert.Equal("Hello, World!", (await Answer.ReceiveAsync(peer)).Text);
        Assert.Empty(await peer.ReceiveToEndAsync());
    }

    [Theory, EachServer]
    public async Task A_request_may_come_byte_by_byte(ServerUnderTest server)
    {
        await using var peer = await servers[server].ConnectAsync();
        foreach (var b in "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nTrailer: t\r\n\r\n"u8.ToArray())
            await peer.SendAsync(new[] { b });
        Assert.Equal("abc", (await Answer.ReceiveAsync(peer)).Text);
    }

    [Theory, EachServer]
    public async Task A_length_that_is_known_is_told_and_one_that_is_not_comes_in_chunks(ServerUnderTest server)
    {
        var known = await servers[server].AskAsync("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
        Assert.Equal("3", known["Content-Length"]);
        var unknown = await servers[server].AskAsync("GET /stream/3 HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal("chunked", unknown["Transfer-Encoding"]);
        Assert.Null(unknown["Content-Length"]);
    }

    [Theory, EachServer]
    public async Task Http_1_0_gets_no_chunks_and_a_close(ServerUnderTest server)
    {
        await using var peer = await servers[server].ConnectAsync();
        await peer.SendAsync("GET /stream/3 HTTP/1.0\r\n\r\n");
        var answer = await Answer.ReceiveAsync(peer);
        Assert.StartsWith("HTTP/1.1 200", answer.StatusLine, StringComparison.Ordinal); // RFC 9110 §2.5: the server's own version
        Assert.Null(answer["Transfer-Encoding"]);
        Assert.Equal("line 1\nline 2\nline 3\n", answer.Text);
        Assert.Empty(await peer.ReceiveToEndAsync());
    }

    [Theory, EachServer]
    public async Task Connection_close_is_honoured(ServerUnderTest server)
    {
        await using var peer = await servers[server].ConnectAsync();
        await peer.SendAsync("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        var answer = await Answer.ReceiveAsync(peer);
        Assert.Equal("close", answer["Connection"]);
        Assert.Empty(await peer.ReceiveToEndAsync());
    }

    [Theory, EachServer]
    public async Task A_client_that_waits_for_100_gets_it_before_it_sends_its_body(ServerUnderTest server)
    {
        await using var peer = await servers[server].ConnectAsync();
        await peer.SendAsync("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
        Assert.Equal(100, (await Answer.ReceiveAsync(peer)).Status);
        await peer.SendAsync("ok");
        var answer = await Answer.ReceiveAsync(peer);
        Assert.Equal(200, answer.Status);
        Assert.Equal("ok", answer.Text);
    }

    [Theory, EachServer]
    public async Task Each_line_of_a_stream_is_sent_when_it_is_written(ServerUnderTest server)
    {
        // Separate flushes produce one chunk each; lines collected in one buffer would produce fewer.
        await using var peer = await servers[server].ConnectAsync();
        await peer.SendAsync("GET /stream/3 HTTP/1.1\r\nHost: a\r\n\r\n");
        await peer.ReceiveUntilAsync("\r\n\r\n");
        Assert.Equal("7\r\nline 1\n\r\n7\r\nline 2\n\r\n7\r\nline 3\n\r\n0\r\n\r\n", Encoding.ASCII.GetString(await peer.ReceiveAsync(41)));
    }

    [Theory, EachServer]
    public async Task Echo_answers_while_the_request_is_still_coming(ServerUnderTest server)
    {
        await using var peer = await servers[server].ConnectAsync();
        await peer.SendAsync("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nfirst");
        await peer.ReceiveUntilAsync("\r\n\r\n");
        Assert.Equal("first", Encoding.ASCII.GetString(await peer.ReceiveAsync(5)));
        await peer.SendAsync("later");
        Assert.Equal("later", Encoding.ASCII.GetString(await peer.ReceiveAsync(5)));
    }

    [Theory, EachServer]
    public async Task A_target_may_be_a_whole_url(ServerUnderTest server)
    {
        var answer = await servers[server].AskAsync("GET http://a/hello?name=proxy HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal("Hello, proxy!", answer.Text);
    }

    [Theory, EachServer]
    public async Task Every_answer_says_when_but_not_by_whom(ServerUnderTest server)
    {
        var answer = await servers[server].AskAsync("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Matches(@"^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$", answer["Date"]);
        Assert.Null(answer["Server"]);
    }
}
