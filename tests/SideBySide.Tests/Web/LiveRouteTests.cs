using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SideBySide.Capture;
using SideBySide.Servers;

namespace SideBySide.Tests.Web;

/// <summary>Real clients use the relay, and the page shows all of their bytes.</summary>
[Trait("kind", "process")]
public sealed class LiveRouteTests(PageHost page) : IClassFixture<PageHost>, IDisposable
{
    private readonly HttpClient _http = page.Client();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private LiveCapture Live => page.Services.GetRequiredService<LiveCapture>();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task The_page_knows_where_each_server_is_watched()
    {
        var servers = await _http.GetFromJsonAsync<JsonElement>("/api/servers", Cancellation);
        var live = servers.EnumerateArray().Where(server => server.GetProperty("live").ValueKind == JsonValueKind.String).ToArray();

        Assert.Equal(["raw", "handrolled", "minimal"], live.Select(server => server.GetProperty("id").GetString()!));
        Assert.All(live, server =>
        {
            var url = new Uri(server.GetProperty("live").GetString()!);
            Assert.DoesNotContain(url.OriginalString, server.GetProperty("urls").EnumerateArray().Select(other => other.GetString()!));
            Assert.NotEmpty(server.GetProperty("liveCommands").EnumerateArray());
            Assert.All(server.GetProperty("liveCommands").EnumerateArray(), command => Assert.Contains(
                $"{url.Port}", command.GetProperty("line").GetString(), StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task A_real_curl_is_seen_byte_by_byte()
    {
        var live = new Uri(Live.UrlOf(ServerDefinitions.Minimal)!);
        var curl = await Tool.Require("curl").RunAsync("-s", "--noproxy", "*", "-A", "seen", $"http://{live.Authority}/hello?name=Relay");
        Assert.Equal("Hello, Relay!", curl.Text);

        var seen = await WatchAsync(events => Ids(events, "seen").Any(id => events.Any(e => e.Event == "closed" && Id(e) == id)));

        var id = Ids(seen, "seen").Single();
        Assert.StartsWith("minimal-", id, StringComparison.Ordinal);
        Assert.StartsWith("GET /hello?name=Relay HTTP/1.1\r\n", Text(seen, id, "in"), StringComparison.Ordinal);
        Assert.EndsWith("Hello, Relay!", Text(seen, id, "out"), StringComparison.Ordinal);
        Assert.Equal("opened", seen.First(e => Id(e) == id).Event);
    }

    [Fact]
    public async Task A_WebSocket_is_taken_apart_into_its_frames_in_both_directions()
    {
        var live = new Uri(Live.UrlOf(ServerDefinitions.HandRolled)!);
        using (var client = new ClientWebSocket())
        {
            await client.ConnectAsync(new Uri($"ws://{live.Authority}/ws/echo"), Cancellation);
            await client.SendAsync("Hello, Relay!"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Cancellation);
            _ = await client.ReceiveAsync(new byte[64], Cancellation);
            await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Cancellation);
        }

        var seen = await WatchAsync(events => Ids(events, "/ws/echo").Any(id => events.Any(e => e.Event == "closed" && Id(e) == id)));

        var id = Ids(seen, "/ws/echo").Single();
        Assert.Equal(["request", "text 13 Hello, Relay!", "close 5 bye"], await DissectAsync(seen, id, "in"));
        Assert.Equal(["response", "text 13 Hello, Relay!", "close 2 "], await DissectAsync(seen, id, "out"));
    }

    [Fact]
    public async Task A_real_netcat_half_closes_through_the_relay()
    {
        _ = Tool.Require("nc");
        var live = new Uri(Live.UrlOf(ServerDefinitions.Raw)!);
        var nc = await Tool.Require("bash").RunAsync("-c", $"printf 'half-closed' | nc -N 127.0.0.1 {live.Port}");
        Assert.Equal("half-closed", nc.Text);

        var seen = await WatchAsync(events => Ids(events, "half-closed").Any(id => events.Any(e => e.Event == "closed" && Id(e) == id)));

        var id = Ids(seen, "half-closed").Single();
        Assert.Equal(["opened", "bytes in", "bytes out", "finished in", "finished out", "closed closed"],
            seen.Where(e => Id(e) == id)
                .Select(Words)
                .Order(StringComparer.Ordinal)
                .OrderBy(word => Array.IndexOf(["opened", "bytes in", "bytes out", "finished in", "finished out", "closed closed"], word)));
        Assert.Equal("opened", Words(seen.First(e => Id(e) == id)));
        Assert.Equal("closed closed", Words(seen.Last(e => Id(e) == id)));
    }

    [Fact]
    public async Task A_reset_is_a_reset_on_both_sides()
    {
        var live = new Uri(Live.UrlOf(ServerDefinitions.Raw)!);
        using (var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) })
        {
            await client.ConnectAsync(IPAddress.Loopback, live.Port, Cancellation);
            await client.SendAsync("cut off"u8.ToArray(), Cancellation);
            _ = await client.ReceiveAsync(new byte[16], Cancellation);
        }

        var seen = await WatchAsync(events => Ids(events, "cut off").Any(id => events.Any(e => e.Event == "closed" && Id(e) == id)));

        var end = seen.Last(e => Id(e) == Ids(seen, "cut off").Single());
        Assert.Equal(("reset", "in"), (end.Data.GetProperty("how").GetString(), end.Data.GetProperty("by").GetString()));
    }

    [Fact]
    public async Task Two_hundred_connections_with_traffic_keep_the_memory_bounded_and_wait_for_no_watcher()
    {
        await using var host = new PageHost(); // a separate host, since the test fills its buffer
        await host.InitializeAsync();
        var capture = host.Services.GetRequiredService<LiveCapture>();
        var port = new Uri(capture.UrlOf(ServerDefinitions.Raw)!).Port;
        using var http = host.Client();
        using var asleep = await http.GetAsync("/api/live", HttpCompletionOption.ResponseHeadersRead, Cancellation); // never reads

        var payload = new byte[256 * 1024];
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, Cancellation);
            var stream = client.GetStream();
            var echoed = stream.ReadExactlyAsync(new byte[payload.Length], Cancellation);
            await stream.WriteAsync(payload, Cancellation);
            await echoed;
        })); // 100 MB through the relay

        Assert.InRange(capture.Buffer.Bytes, 1, 16 * 1024 * 1024);
        Assert.True(capture.Buffer.First > 0, "The oldest were to be dropped.");
        Assert.InRange(capture.Buffer.Count, 1, 16 * 1024);

        using var servers = await http.GetAsync("/api/servers", Cancellation);
        Assert.Equal(HttpStatusCode.OK, servers.StatusCode);
    }

    [Fact]
    public async Task So_many_watch_and_no_more_and_none_of_them_delays_the_end()
    {
        var host = new PatientPageHost();
        await host.InitializeAsync();
        using var http = host.Client();
        var watchers = new List<HttpResponseMessage>();
        for (var i = 0; i < 8; i++)
            watchers.Add(await http.GetAsync("/api/live", HttpCompletionOption.ResponseHeadersRead, Cancellation));
        Assert.All(watchers, watcher => Assert.Equal(HttpStatusCode.OK, watcher.StatusCode));
        using (var ninth = await http.GetAsync("/api/live", HttpCompletionOption.ResponseHeadersRead, Cancellation))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, ninth.StatusCode);
            _ = await ninth.ProblemAsync();
        }

        await host.DisposeAsync().AsTask().WaitAsync(Hang.Guard, Cancellation);

        foreach (var watcher in watchers)
        {
            var last = (await watcher.EventsAsync().ToListAsync(Cancellation))[^1]; // the stream ends cleanly
            Assert.Equal("began", last.Event);
            watcher.Dispose();
        }
    }

    [Fact]
    public async Task A_foreign_site_cannot_watch()
    {
        using var http = new HttpClient { BaseAddress = page.Address, DefaultRequestHeaders = { { "Sec-Fetch-Site", "cross-site" } } };
        using var response = await http.GetAsync("/api/live", HttpCompletionOption.ResponseHeadersRead, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private static string Id((string Event, JsonElement Data) e) => e.Data.TryGetProperty("id", out var id) ? id.GetString()! : "";

    private static IEnumerable<string> Ids(IEnumerable<(string Event, JsonElement Data)> events, string sent) => events
        .Where(e => e.Event == "bytes" && e.Data.GetProperty("direction").GetString() == "in"
            && Encoding.UTF8.GetString(e.Data.GetProperty("bytes").GetBytesFromBase64()).Contains(sent, StringComparison.Ordinal))
        .Select(Id).Distinct();

    private static string Text(IEnumerable<(string Event, JsonElement Data)> events, string id, string direction) => string.Concat(events
        .Where(e => e.Event == "bytes" && Id(e) == id && e.Data.GetProperty("direction").GetString() == direction)
        .Select(e => Encoding.UTF8.GetString(e.Data.GetProperty("bytes").GetBytesFromBase64())));

    // As the page does it, with the bytes of one direction.
    private async Task<IEnumerable<string>> DissectAsync(IEnumerable<(string Event, JsonElement Data)> events, string id, string direction)
    {
        byte[] bytes = [.. events
            .Where(e => e.Event == "bytes" && Id(e) == id && e.Data.GetProperty("direction").GetString() == direction)
            .SelectMany(e => e.Data.GetProperty("bytes").GetBytesFromBase64())];
        using var response = await _http.PostAsJsonAsync("/api/dissect", new { bytes }, Cancellation);
        var dissection = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        return dissection.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("frame") is { ValueKind: JsonValueKind.Object } frame
            ? $"{frame.GetProperty("opcode").GetString()} {frame.GetProperty("payloadLength").GetInt32()} {frame.GetProperty("payload").GetString()}"
            : message.GetProperty("kind").GetString()!);
    }

    private static string Words((string Event, JsonElement Data) e) => e.Event switch
    {
        "bytes" or "finished" => $"{e.Event} {e.Data.GetProperty("direction").GetString()}",
        "closed" => $"closed {e.Data.GetProperty("how").GetString()}",
        _ => e.Event,
    };

    private async Task<List<(string Event, JsonElement Data)>> WatchAsync(Func<List<(string Event, JsonElement Data)>, bool> enough)
    {
        using var response = await _http.GetAsync("/api/live", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var events = new List<(string, JsonElement)>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Hang.Guard);
        await foreach (var e in response.EventsAsync().WithCancellation(patience.Token))
        {
            events.Add(e);
            if (enough(events))
                return events;
        }

        throw new InvalidOperationException("The stream ended.");
    }

    /// <summary>A page whose host waits for its requests forever: a stream that it does not end makes the test hang.</summary>
    private sealed class PatientPageHost : PageHost
    {
        protected override void Configure(IServiceCollection services) =>
            services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
    }
}
