using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace SideBySide.Tests.Web;

/// <summary>The page's bytes really go to the servers, and its report is the truth.</summary>
public sealed class RunsRouteTests(PageHost page) : IClassFixture<PageHost>, IDisposable
{
    private readonly HttpClient _http = page.Client();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Runs_an_experiment_on_every_server_and_tells_what_happens_in_order()
    {
        var events = await RunAsync("""{"experiment": "plain-get", "servers": ["raw", "handrolled", "minimal", "step1"]}""");

        Assert.Equal("done", events[^1].Event);
        var observed = events.Where(e => e.Event == "observed").ToDictionary(e => e.Data.GetProperty("server").GetString()!, e => e.Data);
        Assert.Equal(["handrolled", "minimal", "raw", "step1"], observed.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("echo", observed["raw"].GetProperty("summary").GetString());
        Assert.Equal("200", observed["minimal"].GetProperty("summary").GetString());
        Assert.All(observed.Values, cell => Assert.True(cell.GetProperty("expected").GetBoolean()));
        foreach (var (server, cell) in observed)
        {
            // The events are complete and equal. A send is reported at its end but counts from its start, so the order may differ.
            var live = events.Where(e => e.Event == "happened" && e.Data.GetProperty("server").GetString() == server)
                .Select(e => e.Data.GetProperty("event").GetRawText());
            var final = cell.GetProperty("events").EnumerateArray().Select(e => e.GetRawText());
            Assert.Equal(final.Order(StringComparer.Ordinal), live.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Runs_a_script_and_waits_for_as_many_answers_as_were_asked_for()
    {
        const string request = @"GET /hello?name=Page HTTP/1.1\r\nHost: {authority}\r\n\r\n";
        var events = await RunAsync(JsonSerializer.Serialize(
            new { script = $"{request}⟨pause 1⟩{request}", servers = (string[])["raw", "handrolled", "minimal"] }));

        var observed = events.Where(e => e.Event == "observed").ToDictionary(e => e.Data.GetProperty("server").GetString()!, e => e.Data);
        Assert.Equal("echo", observed["raw"].GetProperty("summary").GetString());
        Assert.Equal("200 200", observed["handrolled"].GetProperty("summary").GetString());
        Assert.Equal("200 200", observed["minimal"].GetProperty("summary").GetString());
        Assert.DoesNotContain(events, e => e.Event == "happened" && Kind(e) == "gave-up");
        Assert.Contains("Hello, Page!", Received(events, "minimal"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("udp", "raw", "hello", "echo")]
    [InlineData("tls", "handrolled", @"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "200")]
    [InlineData("udp", "minimal", "hello", "·")]
    [InlineData("tcp", "raw", "hello⟨finish⟩", "echo")]
    [InlineData("tcp", "handrolled", @"\x16\x03\x01⟨finish⟩", "400 TlsOnPlainPort")]
    public async Task Runs_a_script_over_what_it_asks_for(string over, string server, string script, string summary)
    {
        var events = await RunAsync(JsonSerializer.Serialize(new { script, over, servers = (string[])[server] }));

        Assert.Equal(summary, events.Single(e => e.Event == "observed").Data.GetProperty("summary").GetString());
    }

    [Theory]
    [InlineData("""{"servers": ["raw"]}""", "either an experiment")]
    [InlineData("""{"experiment": "plain-get", "script": "x", "servers": ["raw"]}""", "either an experiment")]
    [InlineData("""{"script": "x"}""", "at least one server")]
    [InlineData("""{"script": "x", "servers": []}""", "at least one server")]
    [InlineData("""{"script": "x", "servers": [null]}""", "no server")]
    [InlineData("""{"script": "x", "servers": ["page"]}""", "no server \"page\"")]
    [InlineData("""{"script": "x", "servers": ["127.0.0.1:22"]}""", "no server \"127.0.0.1:22\"")]
    [InlineData("""{"script": "x", "servers": ["raw","b","c","d","e","f","g","h","i","j","k","l","m","n","o","p","q"]}""", "at most 16")]
    [InlineData("""{"script": "x", "over": "quic", "servers": ["raw"]}""", "is not supported here")]
    [InlineData("""{"script": "ab\nc⟨jump⟩", "servers": ["raw"]}""", "Line 2, column 2: ⟨jump⟩")]
    [InlineData("""{"script": " \n", "servers": ["raw"]}""", "empty")]
    [InlineData("""{"script": 5, "servers": ["raw"]}""", "$.script")]
    [InlineData("{", "JSON")]
    [InlineData("null", "cannot be understood")]
    public async Task Says_what_is_wrong_with_a_request(string json, string sentence)
    {
        using var response = await _http.PostJsonAsync("/api/runs", json, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(sentence, (await response.ProblemAsync()).GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_experiment_that_there_is_not_is_not_found()
    {
        using var response = await _http.PostJsonAsync("/api/runs", """{"experiment": "../../etc/passwd", "servers": ["raw"]}""", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        _ = await response.ProblemAsync();
    }

    [Theory]
    [InlineData("⟨connect⟩⟨on b⟩x⟨listen⟩")]
    [InlineData("⟨program curl⟩")]
    [InlineData("⟨connect to 10.0.0.1⟩")]
    [InlineData("⟨connect nobody⟩")]
    [InlineData("⟨on 10.0.0.1:80⟩x")]
    [InlineData("⟨inspect accepts⟩")]
    public async Task A_script_can_do_nothing_but_talk_to_the_server(string script)
    {
        using var response = await _http.PostJsonAsync("/api/runs", JsonSerializer.Serialize(new { script, servers = (string[])["raw"] }), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("is not a mark", (await response.ProblemAsync()).GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_refused_before_it_is_read()
    {
        using var response = await _http.PostJsonAsync("/api/runs", $$"""{"script": "{{new string('x', 600 * 1024)}}", "servers": ["raw"]}""", Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        _ = await response.ProblemAsync();
    }

    [Fact]
    public async Task Four_runs_at_once_four_that_wait_and_a_ninth_that_is_told_when_to_try_again()
    {
        await using var host = new StandingPageHost(); // a separate host, so that no other test is rejected
        await host.InitializeAsync();
        using var http = host.Client();
        const string slow = """{"script": "x⟨pause 10000⟩", "servers": ["raw"]}"""; // on a stopped clock: it does not end by itself
        var running = new List<HttpResponseMessage>();
        for (var i = 0; i < 4; i++)
            running.Add(await http.PostJsonAsync("/api/runs", slow, Cancellation));

        var more = Enumerable.Range(0, 5).Select(_ => http.PostJsonAsync("/api/runs", slow, Cancellation)).ToArray();
        var tooMany = await Task.WhenAny(more);
        using (var rejected = await tooMany)
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, rejected.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(2), rejected.Headers.RetryAfter!.Delta);
            _ = await rejected.ProblemAsync();
        }

        running.ForEach(response => response.Dispose()); // the browser leaves, so its runs end
        foreach (var waiting in await Task.WhenAll(more.Where(one => one != tooMany)))
        {
            using var begun = waiting;
            Assert.Equal(HttpStatusCode.OK, begun.StatusCode);
        }
    }

    /// <summary>A page with a clock stopped at the current date: a certificate of another year would be replaced, and clients would not trust it.</summary>
    private sealed class StandingPageHost : PageHost
    {
        protected override void Configure(IServiceCollection services) =>
            services.AddSingleton<TimeProvider>(new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
    }

    private static string? Kind((string Event, JsonElement Data) e) => e.Data.GetProperty("event").GetProperty("kind").GetString();

    private static string Received(IEnumerable<(string Event, JsonElement Data)> events, string server) => string.Concat(events
        .Where(e => e.Event == "happened" && e.Data.GetProperty("server").GetString() == server && Kind(e) == "received")
        .Select(e => Encoding.UTF8.GetString(e.Data.GetProperty("event").GetProperty("bytes").GetBytesFromBase64())));

    private async Task<List<(string Event, JsonElement Data)>> RunAsync(string json)
    {
        using var response = await _http.PostJsonAsync("/api/runs", json, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.EventsAsync().ToListAsync(Cancellation);
    }
}
