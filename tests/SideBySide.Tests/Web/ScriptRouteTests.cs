using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace SideBySide.Tests.Web;

/// <summary>The API for scripts and curl commands before they are sent, and for explaining bytes.</summary>
public sealed class ScriptRouteTests(PageHost page) : IClassFixture<PageHost>, IDisposable
{
    private readonly HttpClient _http = page.Client();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Shows_the_bytes_of_a_script_and_where_its_marks_stand()
    {
        var answer = await AskAsync("/api/script", new { script = "Host: {host}⟨pause 20⟩⟨times 2⟩\\x41\n⟨finish⟩", server = "raw" });

        Assert.Equal("Host: 127.0.0.1AA", Encoding.UTF8.GetString(answer.GetProperty("bytes").GetBytesFromBase64()));
        Assert.Equal(["send 0 15", "pause 15 0", "send 15 2", "finish 17 0"], answer.GetProperty("marks").EnumerateArray().Select(mark =>
            $"{mark.GetProperty("kind").GetString()} {mark.GetProperty("offset").GetInt32()} {mark.GetProperty("length").GetInt32()}"));
    }

    [Fact]
    public async Task Tells_every_mistake_of_a_script()
    {
        var problem = await RefusedAsync("/api/script", new { script = "a\n\\q⟨nonsense⟩" });

        Assert.Equal((2, 1), (problem.GetProperty("line").GetInt32(), problem.GetProperty("column").GetInt32()));
        Assert.Equal([1, 3], problem.GetProperty("mistakes").EnumerateArray().Select(mistake => mistake.GetProperty("column").GetInt32()));
        Assert.All(problem.GetProperty("mistakes").EnumerateArray(), mistake => Assert.NotEmpty(mistake.GetProperty("what").GetProperty("zh").GetString()!));
    }

    [Fact]
    public async Task Makes_a_script_of_a_curl_command_and_finds_the_server_that_it_is_for()
    {
        foreach (var server in page.Servers.Where(server => server.First("http") is not null || server.First("tcp") is not null))
        {
            var url = server.First("http") ?? server.First("tcp")!;
            foreach (var host in (string[])["127.0.0.1", "localhost"])
            {
                var answer = await AskAsync("/api/curl", new { command = $"curl -v -d 'a=b' http://{host}:{url.Port}/echo" });
                Assert.Equal(server.Definition.Id, answer.GetProperty("server").GetString());
                Assert.Equal("tcp", answer.GetProperty("over").GetString());
                Assert.Equal(0, answer.GetProperty("warnings").GetArrayLength());
                Assert.StartsWith(
                    $"POST /echo HTTP/1.1\\r\\n\nHost: {(host == "localhost" ? $"localhost:{url.Port}" : "{authority}")}\\r\\n\n",
                    answer.GetProperty("script").GetString(),
                    StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Warns_when_a_curl_command_is_for_a_server_to_which_nothing_is_sent()
    {
        var answer = await AskAsync("/api/curl", new { command = "curl https://example.com/" });

        Assert.Equal(JsonValueKind.Null, answer.GetProperty("server").ValueKind);
        Assert.Equal("tls", answer.GetProperty("over").GetString());
        Assert.Contains(
            "example.com is not a server of this run",
            Assert.Single(answer.GetProperty("warnings").EnumerateArray()).GetProperty("en").GetString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curl -T /etc/passwd http://localhost/")]
    [InlineData("curl $(id)")]
    [InlineData("rm -rf /")]
    [InlineData("")]
    public async Task Says_what_is_wrong_with_a_curl_command(string command) => _ = await RefusedAsync("/api/curl", new { command });

    [Fact]
    public async Task Takes_bytes_apart()
    {
        var request = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray();
        var dissection = await AskAsync("/api/dissect", new { bytes = request });

        Assert.Equal("requests", dissection.GetProperty("kind").GetString());
        Assert.Equal("/hello", dissection.GetProperty("messages")[0].GetProperty("request").GetProperty("path").GetString());
        var spans = dissection.GetProperty("messages")[0].GetProperty("spans").EnumerateArray().ToArray();
        Assert.Equal(request.Length, spans.Sum(span => span.GetProperty("length").GetInt32()));
        Assert.All(spans, span => Assert.NotEmpty(span.GetProperty("source").GetString()!));
    }

    [Fact]
    public async Task An_answer_to_HEAD_is_taken_apart_as_such()
    {
        var answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"u8.ToArray();

        Assert.False((await AskAsync("/api/dissect", new { bytes = answer })).GetProperty("messages")[0].GetProperty("isComplete").GetBoolean());
        Assert.True((await AskAsync("/api/dissect", new { bytes = answer, kind = "responses", methods = (string[])["HEAD"] }))
            .GetProperty("messages")[0].GetProperty("isComplete").GetBoolean());
    }

    [Fact]
    public async Task Takes_no_more_bytes_apart_than_can_be_shown()
    {
        _ = await RefusedAsync("/api/dissect", new { bytes = new byte[(256 * 1024) + 1] }, HttpStatusCode.RequestEntityTooLarge);
        _ = await RefusedAsync("/api/dissect", new { bytes = new byte[512 * 1024] }, HttpStatusCode.RequestEntityTooLarge);
        var many = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 9000)));
        _ = await RefusedAsync("/api/dissect", new { bytes = many }, HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("""{"bytes": "no base64!"}""")]
    [InlineData("""{"bytes": "", "kind": "letters"}""")]
    [InlineData("{}")]
    public async Task Says_what_is_wrong_with_bytes(string json)
    {
        using var response = await _http.PostJsonAsync("/api/dissect", json, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        _ = await response.ProblemAsync();
    }

    private async Task<JsonElement> AskAsync(string path, object question)
    {
        using var response = await _http.PostJsonAsync(path, JsonSerializer.Serialize(question), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private async Task<JsonElement> RefusedAsync(string path, object question, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        using var response = await _http.PostJsonAsync(path, JsonSerializer.Serialize(question), TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
        return await response.ProblemAsync();
    }
}
