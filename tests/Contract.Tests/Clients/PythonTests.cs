using Contract.Tests.Servers;

namespace Contract.Tests.Clients;

/// <summary>Python: its HTTP client, and its socket.</summary>
[Trait("kind", "process")]
public sealed class PythonTests(ServersFixture servers)
{
    [Theory, EachServer]
    public async Task Its_http_client_is_served(ServerUnderTest server)
    {
        var lines = await RunAsync("http_client.py", server);
        Assert.Equal(
            [
                "GET /hello?name=Python 200 11 b'Hello, Python!'",
                "POST /echo 200 11 b'with a length'",
                "POST /echo 200 11 b'in chunks'",
                """POST /form 200 11 b'{"fields":{"a":"1","b":"\xe4\xbd\xa0"},"files":[]}'""",
                @"GET /stream/2 200 11 b'line 1\nline 2\n'",
                "HEAD /hello 200 11 b''",
                "GET /status/418 418 11 b''",
                "one connection: True",
            ],
            lines);
    }

    [Theory, EachServer]
    public async Task Its_socket_is_enough_when_the_bytes_are_right(ServerUnderTest server) =>
        Assert.Equal(["HTTP/1.1 200 OK", "Hello, socket!"], await RunAsync("plain_socket.py", server));

    private async Task<string[]> RunAsync(string script, ServerUnderTest server)
    {
        var url = servers[server].Http;
        var result = await Tool.Require("python3", "python").RunAsync(Path.Combine(AppContext.BaseDirectory, "Clients", script), url.Host, $"{url.Port}");
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Text.TrimEnd().ReplaceLineEndings("\n").Split('\n');
    }
}
