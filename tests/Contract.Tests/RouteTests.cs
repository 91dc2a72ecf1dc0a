using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Contract.Tests.Servers;

namespace Contract.Tests;

/// <summary>Every route, through .NET's own HttpClient.</summary>
public sealed class RouteTests(ServersFixture servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachServer]
    public async Task Index_is_the_sites_page(ServerUnderTest server)
    {
        using var answer = await servers[server].Client.GetAsync("/", Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "site", "index.html"), Token),
            await answer.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory]
    [EachServer("/hello", "Hello, World!")]
    [EachServer("/hello?name=", "Hello, World!")]
    [EachServer("/hello?name=Ada", "Hello, Ada!")]
    [EachServer("/hello?name=Ada+Lovelace", "Hello, Ada Lovelace!")]
    [EachServer("/hello?name=%E4%BD%A0%E5%A5%BD&other=x", "Hello, 你好!")]
    public async Task Hello_greets_by_name(ServerUnderTest server, string target, string greeting)
    {
        using var answer = await servers[server].Client.GetAsync(target, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(greeting, await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [EachServer("application/x-thing", false)]
    [EachServer("text/plain; charset=gbk", true)]
    [EachServer(null, false)]
    public async Task Echo_sends_body_and_type_back(ServerUnderTest server, string? type, bool chunked)
    {
        var bytes = new byte[100_000];
        new Random(7).NextBytes(bytes);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await servers[server].Client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory]
    [EachServer("")]
    [EachServer(";;")]
    public async Task Echo_does_not_send_back_a_type_that_is_none(ServerUnderTest server, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = new ByteArrayContent([1, 2, 3]) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await servers[server].Client.SendAsync(request, Token);
        Assert.Equal([1, 2, 3], await answer.Content.ReadAsByteArrayAsync(Token));
        Assert.False(answer.Content.Headers.NonValidated.Contains("Content-Type"));
    }

    [Theory]
    [EachServer("200", 200)]
    [EachServer("204", 204)]
    [EachServer("304", 304)]
    [EachServer("418", 418)]
    [EachServer("599", 599)]
    [EachServer("199", 400)]
    [EachServer("600", 400)]
    [EachServer("teapot", 400)]
    [EachServer("", 404)]
    public async Task Status_is_the_one_asked_for_and_its_body_is_empty(ServerUnderTest server, string code, int status)
    {
        using var answer = await servers[server].Client.GetAsync($"/status/{code}", Token);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.True(status is not (>= 200 and < 400) || (await answer.Content.ReadAsByteArrayAsync(Token)).Length == 0);
    }

    [Theory, EachServer]
    public async Task Stream_sends_its_lines_without_telling_the_length(ServerUnderTest server)
    {
        using var answer = await servers[server].Client.GetAsync("/stream/1000", HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Null(answer.Content.Headers.ContentLength);
        Assert.Equal(string.Concat(Enumerable.Range(1, 1000).Select(n => $"line {n}\n")), await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [EachServer("/stream/0")]
    [EachServer("/stream/1001")]
    [EachServer("/stream/many")]
    [EachServer("/delay/-0.1")]
    [EachServer("/delay/10.1")]
    [EachServer("/delay/NaN")]
    [EachServer("/delay/soon")]
    public async Task A_number_out_of_range_is_a_bad_request(ServerUnderTest server, string target)
    {
        using var answer = await servers[server].Client.GetAsync(target, Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory, EachServer]
    public async Task Delay_waits_as_long_as_it_was_asked_to(ServerUnderTest server)
    {
        var started = TimeProvider.System.GetTimestamp();
        Assert.Equal("Waited 0.25 s.", await servers[server].Client.GetStringAsync("/delay/0.25", Token).WaitAsync(Hang.Guard, Token));
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromSeconds(0.24)); // at least: a busy machine may take longer
    }

    [Theory, EachServer]
    public async Task Visits_counts_from_the_cookie(ServerUnderTest server)
    {
        var first = await servers[server].AskAsync("GET /visits HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal("Visits: 1", first.Text);
        Assert.Equal("visits=1; path=/; samesite=lax; httponly", first["Set-Cookie"]);

        var next = await servers[server].AskAsync("GET /visits HTTP/1.1\r\nHost: a\r\nCookie: a=b; visits=41; c=d\r\n\r\n");
        Assert.Equal("Visits: 42", next.Text);
        Assert.Equal("visits=42; path=/; samesite=lax; httponly", next["Set-Cookie"]);

        var bad = await servers[server].AskAsync("GET /visits HTTP/1.1\r\nHost: a\r\nCookie: visits=several\r\n\r\n");
        Assert.Equal("Visits: 1", bad.Text);
    }

    [Theory, EachServer]
    public async Task Headers_tells_names_in_lower_case_sorted_and_repeated_ones_as_a_list(ServerUnderTest server)
    {
        var answer = await servers[server].AskAsync(
            "GET /headers HTTP/1.1\r\nX-Two: b\r\nHost: a\r\nx-two: c\r\nAccept: */*\r\nEmpty:\r\nX-Name: 你好\r\n\r\n");
        Assert.Equal("application/json; charset=utf-8", answer["Content-Type"]);
        Assert.Equal("""{"accept":"*/*","empty":"","host":"a","x-name":"你好","x-two":["b","c"]}""", answer.Text);
    }

    [Theory]
    [EachServer(false, "HTTP/1.1")]
    [EachServer(true, "HTTP/1.1")]
    public async Task Whoami_tells_the_request_as_it_came(ServerUnderTest server, bool tls, string version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(tls ? servers[server].Https : servers[server].Http, "/whoami?a=%20b"));
        request.Headers.Add("X-Mark", "here");
        using var answer = await servers[server].Client.SendAsync(request, Token);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
        var root = json.RootElement;

        Assert.Equal(["method", "target", "host", "version", "remote", "local", "tls", "fields"], root.EnumerateObject().Select(p => p.Name));
        Assert.Equal("GET", root.GetProperty("method").GetString());
        Assert.Equal("/whoami?a=%20b", root.GetProperty("target").GetString());
        Assert.Equal(request.RequestUri!.Authority, root.GetProperty("host").GetString());
        Assert.Equal(version, root.GetProperty("version").GetString());
        Assert.Equal(tls, root.GetProperty("tls").GetBoolean());
        Assert.Equal(request.RequestUri.Authority, root.GetProperty("local").GetString());
        Assert.Matches(@"^127\.0\.0\.1:\d+$", root.GetProperty("remote").GetString());
        Assert.Contains(
            root.GetProperty("fields").EnumerateArray(),
            f => f.GetProperty("name").GetString() == "X-Mark" && f.GetProperty("value").GetString() == "here");
    }

    [Theory, EachServer]
    public async Task Healthz_is_healthy(ServerUnderTest server) =>
        Assert.Equal("Healthy", await servers[server].Client.GetStringAsync("/healthz", Token));
}
