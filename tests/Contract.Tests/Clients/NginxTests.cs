using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Contract.Tests.Servers;

namespace Contract.Tests.Clients;

/// <summary>nginx as a reverse proxy in front of each server. It sends its own HTTP/1.1 requests over a persistent connection.</summary>
public sealed class NginxTests(ServersFixture servers)
{
    [Theory, EachServer]
    public async Task Many_requests_go_over_one_kept_connection(ServerUnderTest server)
    {
        await using var proxy = await ReverseProxy.StartAsync(servers[server].Http.Port);
        var remotes = new HashSet<string>();
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal($"Hello, {i}!", await proxy.Client.GetStringAsync($"/hello?name={i}", TestContext.Current.CancellationToken));
            if (i % 20 == 0)
                remotes.Add(await RemoteAsync(proxy));
        }

        Assert.Single(remotes);
    }

    [Theory]
    [EachServer("/", HttpStatusCode.OK)]
    [EachServer("/stream/1000", HttpStatusCode.OK)]
    [EachServer("/files/hello.txt", HttpStatusCode.OK)]
    [EachServer("/status/503", HttpStatusCode.ServiceUnavailable)]
    [EachServer("/status/304", HttpStatusCode.NotModified)]
    [EachServer("/nowhere", HttpStatusCode.NotFound)]
    public async Task The_connection_is_fit_for_another_request_behind(ServerUnderTest server, string target, HttpStatusCode status)
    {
        await using var proxy = await ReverseProxy.StartAsync(servers[server].Http.Port);
        var before = await RemoteAsync(proxy);
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var request = new HttpRequestMessage(method, target);
            using var direct = new HttpRequestMessage(method, target);
            using var answer = await proxy.Client.SendAsync(request, TestContext.Current.CancellationToken);
            using var expected = await servers[server].Client.SendAsync(direct, TestContext.Current.CancellationToken);

            Assert.Equal(status, answer.StatusCode);
            Assert.Equal(
                await expected.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
                await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            Assert.Equal(before, await RemoteAsync(proxy));
        }
    }

    [Theory]
    [EachServer(false)]
    [EachServer(true)]
    public async Task A_large_body_goes_there_and_back(ServerUnderTest server, bool chunked)
    {
        await using var proxy = await ReverseProxy.StartAsync(servers[server].Http.Port);
        var before = await RemoteAsync(proxy);
        using var file = new RandomFile(3 * 1024 * 1024);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = new ByteArrayContent(file.Bytes) };
        request.Headers.TransferEncodingChunked = chunked;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");

        using var answer = await proxy.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var back = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(file.Bytes.AsSpan().SequenceEqual(back), $"{back.Length} bytes came back");
        Assert.Equal(before, await RemoteAsync(proxy));
    }

    // The server's peer is nginx: the same port means the same connection.
    private static async Task<string> RemoteAsync(ReverseProxy proxy)
    {
        using var json = JsonDocument.Parse(await proxy.Client.GetStringAsync("/whoami", TestContext.Current.CancellationToken));
        return json.RootElement.GetProperty("remote").GetString()!;
    }
}
