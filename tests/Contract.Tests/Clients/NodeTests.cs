using Contract.Tests.Servers;

namespace Contract.Tests.Clients;

/// <summary>Node: its HTTP client with an agent that keeps connections open.</summary>
[Trait("kind", "process")]
public sealed class NodeTests(ServersFixture servers)
{
    [Theory, EachServer]
    public async Task Its_http_client_is_served_over_one_connection(ServerUnderTest server)
    {
        var url = servers[server].Http;
        var result = await Tool.Require("node", "nodejs")
            .RunAsync(Path.Combine(AppContext.BaseDirectory, "Clients", "http_client.js"), url.Host, $"{url.Port}");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(
            [
                @"GET /hello?name=Node 200 1.1 ""Hello, Node!""",
                @"POST /echo 200 1.1 ""with a length""",
                @"POST /echo 200 1.1 ""in two chunks""",
                "100 Continue",
                @"POST /echo 200 1.1 ""after 100""",
                @"GET /stream/2 200 1.1 ""line 1\nline 2\n""",
                @"HEAD /hello 200 1.1 """"",
                "length told to HEAD: 13",
                @"GET /status/418 418 1.1 """"",
                @"OPTIONS /hello 204 1.1 """"",
                "connections: 1",
            ],
            result.Text.TrimEnd().ReplaceLineEndings("\n").Split('\n'));
    }
}
