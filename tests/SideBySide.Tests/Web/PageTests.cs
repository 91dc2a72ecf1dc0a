using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SideBySide.Tests.Web;

/// <summary>The page and its API over a real connection.</summary>
[Trait("kind", "process")]
public sealed class PageTests(SideBySideProcess started) : IClassFixture<SideBySideProcess>, IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = started.Page };

    // A link for the reader, a name that is never requested, an example.
    private static readonly string[] s_noFetches = ["https://www.rfc-editor.org/rfc/", "http://www.w3.org/2000/svg", "http://127.0.0.1:8081/echo", "'\"://\"'"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/app.js", "text/javascript")]
    [InlineData("/style/base.css", "text/css")]
    [InlineData("/recorded/matrix.json", "application/json")]
    [InlineData("/recorded/cost.json", "application/json")]
    [InlineData("/recorded/performance.json", "application/json")]
    [InlineData("/icon.svg", "image/svg+xml")]
    [InlineData("/api/servers", "application/json")]
    [InlineData("/nowhere", null)]
    public async Task Every_answer_forbids_what_the_page_does_not_need(string path, string? mediaType)
    {
        using var response = await _http.GetAsync(path, Cancellation);

        Assert.Equal(mediaType is null ? HttpStatusCode.NotFound : HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("default-src 'self';", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task The_page_fetches_nothing_from_elsewhere_and_needs_no_inline_code()
    {
        var root = Path.Combine(Repository.Root, "SideBySide", "wwwroot");
        var own = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/')).ToArray();
        Assert.True(own.Length > 50);
        foreach (var path in own)
        {
            var text = await _http.GetStringAsync("/" + path, Cancellation);
            Assert.DoesNotContain(
                "://",
                s_noFetches.Aggregate(text, (rest, name) => rest.Replace(name, "", StringComparison.Ordinal)),
                StringComparison.Ordinal);
            Assert.DoesNotContain(" style=", text, StringComparison.Ordinal);
            Assert.DoesNotContain("innerHTML", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("page.localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    public async Task Answers_only_to_names_that_nobody_can_rebind(string host, HttpStatusCode expected)
    {
        foreach (var path in (string[])["/", "/api/demonstration"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = $"{host}:{started.Page.Port}";
            using var response = await _http.SendAsync(request, Cancellation);
            Assert.Equal(expected, response.StatusCode);
        }
    }

    [Fact]
    public async Task The_API_names_every_server_with_its_real_addresses()
    {
        var servers = await _http.GetFromJsonAsync<JsonElement>("/api/servers", Cancellation);

        Assert.Equal(
            ["raw", "step1", "step2", "step3", "step4", "step5", "handrolled", "minimal"],
            servers.EnumerateArray().Select(server => server.GetProperty("id").GetString()!));
        var named = servers.EnumerateArray().SelectMany(server => server.GetProperty("urls").EnumerateArray()).Select(url => url.GetString()!).ToArray();
        Assert.Empty(named.Except(started.Process.Urls));
        var others = started.Process.Urls.Except(named).Select(url => new Uri(url).Scheme);
        Assert.Equal(["tcp", "http"], others); // the chat room, and the page
    }

    [Fact]
    public async Task The_API_tells_what_was_observed_at_the_start()
    {
        var exchanges = (await _http.GetFromJsonAsync<JsonElement>("/api/demonstration", Cancellation)).EnumerateArray().ToArray();

        Assert.Equal(["greeting-to-http raw", "plain-get raw", "plain-get handrolled", "plain-get minimal"],
            exchanges.Select(exchange => exchange.GetProperty("observed"))
                .Select(seen => $"{seen.GetProperty("experiment").GetString()} {seen.GetProperty("server").GetString()}"));
        Assert.Equal(["echo", "echo", "200", "200"], exchanges.Select(exchange => exchange.GetProperty("observed").GetProperty("summary").GetString()!));
        Assert.All(exchanges, exchange => Assert.True(exchange.GetProperty("observed").GetProperty("expected").GetBoolean()));
        Assert.All(exchanges, exchange => Assert.DoesNotContain(
            "not what", exchange.GetProperty("meaning").GetProperty("en").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_command_for_a_terminal_does_what_it_says()
    {
        var servers = await _http.GetFromJsonAsync<JsonElement>("/api/servers", Cancellation);
        var shell = Tool.Require("bash");
        foreach (var program in (string[])["nc", "curl", "python3"])
            _ = Tool.Require(program);

        foreach (var command in servers.EnumerateArray().SelectMany(server => server.GetProperty("commands").EnumerateArray()))
        {
            var tool = command.GetProperty("tool").GetString()!;
            var line = command.GetProperty("line").GetString()!;
            if (tool is "PowerShell" or "dotnet" or "nc (traditional)" or "nc (macOS), ncat")
                continue; // not installed here; the client has its own tests

            var result = await shell.RunAsync("-c", line);
            if (line.EndsWith("/hello", StringComparison.Ordinal))
                Assert.Contains("HTTP/0.9", result.Error, StringComparison.Ordinal); // curl with RawSocketServer
            else if (line.Contains("/stream", StringComparison.Ordinal))
                Assert.EndsWith("7\r\nline 5\n\r\n0\r\n\r\n", result.Text, StringComparison.Ordinal);
            else if (line.Contains("https", StringComparison.Ordinal))
                Assert.Contains("\"tls\":true", result.Text, StringComparison.Ordinal);
            else
                Assert.Matches("(Hello, (Server|Python)!|你好，浏览器！)\n?$", result.Text);
        }
    }
}
