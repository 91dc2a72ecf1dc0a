using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TestKit;

namespace MinimalHttpServer.Tests;

/// <summary>Features of the framework beyond the contract; they do not change the contract.</summary>
public sealed partial class ExtrasTests(RouteTests.Server server) : IClassFixture<RouteTests.Server>
{
    private readonly HttpClient _client = server.CreateClient();

    [Theory]
    [InlineData("gzip", "/hello?name=Ada")]
    [InlineData("br", "/hello?name=Ada")]
    [InlineData("gzip", "/")]
    [InlineData("br", "/stream/1000")]
    public async Task An_answer_is_compressed_for_who_asks(string coding, string target)
    {
        using var plain = await AskAsync(HttpMethod.Get, target);
        using var answer = await AskAsync(HttpMethod.Get, target, ("Accept-Encoding", coding));
        Assert.Equal([coding], answer.Content.Headers.ContentEncoding);
        Assert.Equal(["Accept-Encoding"], answer.Headers.Vary);
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Empty(plain.Headers.Vary);

        var body = await answer.Content.ReadAsStreamAsync(Token);
        using var decoded = new StreamReader(
            coding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress));
        Assert.Equal(await plain.Content.ReadAsStringAsync(Token), await decoded.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task Compressed_lines_still_come_one_at_a_time()
    {
        await using var peer = await Peer.ConnectAsync(_client.BaseAddress!.Port);
        await peer.SendAsync("GET /stream/3 HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n");
        var answer = Encoding.Latin1.GetString(await peer.ReceiveToEndAsync());
        Assert.Contains("Content-Encoding: gzip", answer, StringComparison.Ordinal);
        Assert.InRange(Chunk().Count(answer), 4, int.MaxValue); // one per line, and the last
    }

    [Fact]
    public async Task A_file_is_the_same_bytes_for_everyone()
    {
        using var whole = await AskAsync(HttpMethod.Get, "/files/hello.txt", ("Accept-Encoding", "gzip"));
        Assert.Empty(whole.Content.Headers.ContentEncoding);
        Assert.Empty(whole.Headers.Vary);

        using var part = await AskAsync(
            HttpMethod.Get, "/FILES/hello.txt", ("Accept-Encoding", "gzip"), ("Range", "bytes=0-4"), ("If-Range", whole.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("Hello", await part.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("/echo")]
    [InlineData("/echo/")] // the same route
    public async Task An_echo_is_what_was_sent(string target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target)
        {
            Content = new StringContent("same"),
            Headers = { AcceptEncoding = { new("gzip") } }
        };
        using var answer = await _client.SendAsync(request, Token);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Equal("same", await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task A_greeting_is_bound_from_json()
    {
        using var answer = await PostAsync("""{"name":"Ada","times":2}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"text":"Hello, Ada! Hello, Ada!"}""", await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("""{"name":"Ada","times":11}""", "Times")]
    [InlineData("""{"times":1}""", "Name")]
    [InlineData("""{"name":"","times":0}""", "Name", "Times")]
    [InlineData("""{"name":"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeef"}""", "Name")]
    public async Task What_breaks_a_rule_is_told_member_by_member(string body, params string[] members)
    {
        using var answer = await PostAsync(body);
        using var problem = await ProblemAsync(answer, HttpStatusCode.BadRequest);
        var errors = problem.RootElement.GetProperty("errors");
        Assert.Equal(members, errors.EnumerateObject().Select(error => error.Name));
        Assert.All(errors.EnumerateObject(), error => Assert.NotEqual("", error.Value[0].GetString()));
    }

    [Theory]
    [InlineData("""{"name":""", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("""{"name":"Ada","times":"two"}""", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("null", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("name=Ada", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    public async Task What_is_no_greeting_is_a_problem_and_not_our_error(string body, string type, HttpStatusCode status)
    {
        using var answer = await PostAsync(body, type);
        using var problem = await ProblemAsync(answer, status);
    }

    [Fact]
    public async Task A_wrong_method_is_a_problem_that_tells_the_right_ones()
    {
        using var answer = await AskAsync(HttpMethod.Get, "/greetings");
        using var problem = await ProblemAsync(answer, HttpStatusCode.MethodNotAllowed);
        Assert.Equal(["OPTIONS", "POST"], answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task OpenAPI_tells_the_routes_and_their_rules()
    {
        using var answer = await AskAsync(HttpMethod.Get, "/openapi/v1.json");
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
        Assert.StartsWith("3.", document.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Superset(new HashSet<string> { "/", "/hello", "/echo", "/status/{code}", "/greetings" },
            document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToHashSet());
        var greeting = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("Greeting").GetProperty("properties");
        Assert.Equal(50, greeting.GetProperty("name").GetProperty("maxLength").GetInt32());
        Assert.Equal(10, greeting.GetProperty("times").GetProperty("maximum").GetInt32());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<JsonDocument> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.ToString());
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal((int)status, problem.RootElement.GetProperty("status").GetInt32());
        return problem;
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string type = "application/json") =>
        await _client.PostAsync("/greetings", new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type)), Token);

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string target, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, target);
        foreach (var (name, value) in fields)
            request.Headers.Add(name, value);
        return await _client.SendAsync(request, Token);
    }

    [GeneratedRegex(@"(?<=\r\n)[0-9a-f]+\r\n")]
    private static partial Regex Chunk();
}
