using System.Net;
using System.Text.Json;
using RawSocketServer.Hosting;
using SideBySide.Load;
using SideBySide.Page;
using SideBySide.Tests.Commands;

namespace SideBySide.Tests.Page;

/// <summary>The comparison under load, as far as a test can wait for it; what it measures is tested where it is measured.</summary>
[Trait("kind", "process")]
public sealed class BenchTests(PageHost page) : IClassFixture<PageHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Says_what_it_will_measure_then_measures_one_at_a_time_and_ends_when_nobody_listens()
    {
        using var http = page.Client();
        var response = await http.PostJsonAsync("/api/bench", """{"length":"quick"}""", Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using (var second = await http.PostJsonAsync("/api/bench", "{}", Cancellation))
            Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);

        var events = new List<(string Event, JsonElement Data)>();
        await foreach (var e in response.EventsAsync())
        {
            events.Add(e);
            if (events.Count == 2)
                break;
        }

        response.Dispose();
        Assert.Equal(["plan", "progress"], events.Select(e => e.Event));
        Assert.Equal("RawSocketServer", events[0].Data.GetProperty("cases")[0].GetProperty("server").GetString());
        Assert.False(events[0].Data.GetProperty("settles").GetBoolean());
        Assert.Equal(1, events[1].Data.GetProperty("done").GetInt32());
        Assert.InRange(events[1].Data.GetProperty("result").GetProperty("requestsPerSecond").GetDouble(), 1, double.MaxValue);

        // The next one may begin once the servers of this one are gone; as it is usually run, it says first that it warms up.
        using var next = await PostWhenFreeAsync(http, "{}");
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        await foreach (var (kind, data) in next.EventsAsync())
        {
            if (kind == "plan")
                continue;
            Assert.Equal(("progress", 0, JsonValueKind.Null), (kind, data.GetProperty("done").GetInt32(), data.GetProperty("result").ValueKind));
            break;
        }
    }

    [Fact]
    public async Task A_length_that_nobody_knows_is_told_in_one_sentence()
    {
        using var http = page.Client();
        using var response = await PostWhenFreeAsync(http, """{"length":"endless"}""");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("quick, usual, thorough", (await response.ProblemAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_fails_is_told_in_one_sentence_and_never_with_a_trace()
    {
        var told = new List<(string Event, object Data)>();
        await BenchRoute.RunAsync(new BenchPlan(1, TimeSpan.FromSeconds(0.2), Connections: 0, Settles: false), TimeProvider.System, (name, data) => told.Add((name, data)), Cancellation);

        Assert.Equal(["plan", "failed"], told.Select(one => one.Event));
        var message = JsonSerializer.SerializeToElement(told[1].Data, JsonSerializerOptions.Web).GetProperty("message");
        Assert.StartsWith("The run ended early. RawSocketServer: ", message.GetProperty("en").GetString(), StringComparison.Ordinal);
        foreach (var language in (string[])["en", "zh"])
            Assert.DoesNotMatch(@"\n|Exception|   at ", message.GetProperty(language).GetString()!);
    }

    [Fact]
    public async Task A_load_on_nobody_is_one_sentence()
    {
        var result = await Cli.RunAsync(["load", "127.0.0.1:1", "--duration", "0.2", "--warm-up", "0"]);
        Assert.Equal((ExitCodes.CannotRun, ""), (result.ExitCode, result.Text));
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    // One at a time: the servers of the test before may still be ending.
    private static async Task<HttpResponseMessage> PostWhenFreeAsync(HttpClient http, string body)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            var response = await http.PostJsonAsync("/api/bench", body, patience.Token);
            if (response.StatusCode != HttpStatusCode.TooManyRequests)
                return response;
            response.Dispose();
        }
    }
}
