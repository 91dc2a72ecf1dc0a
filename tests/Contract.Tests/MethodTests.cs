using Contract.Tests.Servers;

namespace Contract.Tests;

/// <summary>The meaning of methods on every path (RFC 9110 §9).</summary>
public sealed class MethodTests(ServersFixture servers)
{
    [Theory]
    [EachServer("/")]
    [EachServer("/hello")]
    [EachServer("/headers")]
    [EachServer("/stream/3")]
    [EachServer("/visits")]
    [EachServer("/files/hello.txt")]
    [EachServer("/files/absent")]
    [EachServer("/status/200")]
    [EachServer("/ws/echo")]
    public async Task Head_is_get_without_the_body_and_the_connection_goes_on(ServerUnderTest server, string target)
    {
        await using var peer = await servers[server].ConnectAsync();
        await peer.SendAsync($"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n");
        var get = await Answer.ReceiveAsync(peer);
        await peer.SendAsync($"HEAD {target} HTTP/1.1\r\nHost: a\r\n\r\n");
        var head = await Answer.ReceiveAsync(peer, head: true);
        Assert.Equal(get.Status, head.Status);
        Assert.Equal(get["Content-Type"], head["Content-Type"]);
        Assert.Equal(get["ETag"], head["ETag"]);

        // A client would read a body after a HEAD response as the next response.
        await peer.SendAsync("GET /hello?name=next HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal("Hello, next!", (await Answer.ReceiveAsync(peer)).Text);
    }

    [Theory]
    [EachServer("/", "GET, HEAD, OPTIONS")]
    [EachServer("/hello", "GET, HEAD, OPTIONS")]
    [EachServer("/echo", "OPTIONS, POST")]
    [EachServer("/headers", "GET, HEAD, OPTIONS")]
    [EachServer("/whoami", "GET, HEAD, OPTIONS")]
    [EachServer("/status/200", "GET, HEAD, OPTIONS")]
    [EachServer("/stream/1", "GET, HEAD, OPTIONS")]
    [EachServer("/delay/0", "GET, HEAD, OPTIONS")]
    [EachServer("/form", "OPTIONS, POST")]
    [EachServer("/visits", "GET, HEAD, OPTIONS")]
    [EachServer("/files/hello.txt", "GET, HEAD, OPTIONS")]
    [EachServer("/ws/echo", "GET, HEAD, OPTIONS")]
    [EachServer("/healthz", "GET, HEAD, OPTIONS")]
    public async Task Options_and_a_wrong_method_tell_what_is_allowed(ServerUnderTest server, string target, string allow)
    {
        var options = await servers[server].AskAsync($"OPTIONS {target} HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal(204, options.Status);
        Assert.Equal(allow, options["Allow"]);

        foreach (var method in new[] { "DELETE", "PUT", "PATCH", allow.Contains("GET", StringComparison.Ordinal) ? "POST" : "GET" })
        {
            var wrong = await servers[server].AskAsync($"{method} {target} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            Assert.Equal(405, wrong.Status);
            Assert.Equal(allow, wrong["Allow"]);
        }
    }

    [Theory]
    [EachServer("GET", "/nowhere", 404)]
    [EachServer("OPTIONS", "/nowhere", 404)]
    [EachServer("POST", "/favicon.ico", 404)]
    [EachServer("BREW", "/", 501)]
    [EachServer("BREW", "/nowhere", 501)]
    [EachServer("TRACE", "/", 501)]
    [EachServer("get", "/", 501)] // methods are case-sensitive
    public async Task An_unknown_path_or_method_is_told_apart(ServerUnderTest server, string method, string target, int status)
    {
        var answer = await servers[server].AskAsync($"{method} {target} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        Assert.Equal(status, answer.Status);
    }
}
