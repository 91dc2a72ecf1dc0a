using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RawSocketServer.Hosting;
using SideBySide.Measure.Load;
using SideBySide.Tests.Cli;
using SideBySide.Web;

namespace SideBySide.Tests.Web;

/// <summary>The comparison under load, as far as a test can wait for it; other tests check the measurements.</summary>
[Trait("kind", "process")]
public sealed class BenchRouteTests(BenchRouteTests.CountingPageHost page) : IClassFixture<BenchRouteTests.CountingPageHost>
{
    private const int Exchanges = 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Says_what_it_will_measure_then_measures_one_at_a_time_and_ends_when_nobody_listens()
    {
        await using var host = new CountingPageHost(); // a separate host, so that no other test is rejected
        await host.InitializeAsync();
        using var http = host.Client();
        var response = await http.PostJsonAsync("/api/benchmark", """{"length":"quick"}""", Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Task<HttpResponseMessage>[] more = [http.PostJsonAsync("/api/benchmark", "{}", Cancellation), http.PostJsonAsync("/api/benchmark", "{}", Cancellation)];
        var tooMany = await Task.WhenAny(more);
        using (var rejected = await tooMany)
            Assert.Equal(HttpStatusCode.TooManyRequests, rejected.StatusCode);

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
        Assert.True(events[1].Data.GetProperty("result").GetProperty("exchanges").GetInt64() >= Exchanges);

        // The waiting run begins when the servers of this one are gone. With the usual settings its first event reports the warm-up.
        using var next = await more.Single(one => one != tooMany);
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
        using var response = await http.PostJsonAsync("/api/benchmark", """{"length":"endless"}""", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("quick, usual, thorough", (await response.ProblemAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_fails_is_told_in_one_sentence_and_never_with_a_trace()
    {
        var told = new List<(string Event, object Data)>();
        await BenchRoute.RunAsync(
            new BenchPlan(1, TimeSpan.FromSeconds(0.2), Connections: 0, Settles: false),
            TimeProvider.System, (name, data) => told.Add((name, data)), Cancellation);

        Assert.Equal(["plan", "failed"], told.Select(one => one.Event));
        var message = JsonSerializer.SerializeToElement(told[1].Data, JsonSerializerOptions.Web).GetProperty("message");
        Assert.StartsWith("The measurement ended early. RawSocketServer: ", message.GetProperty("en").GetString(), StringComparison.Ordinal);
        foreach (var language in (string[])["en", "zh"])
            Assert.DoesNotMatch(@"\n|Exception|   at ", message.GetProperty(language).GetString()!);
    }

    [Fact]
    public async Task A_load_on_nobody_is_one_sentence()
    {
        var result = await CommandRunner.RunAsync(["load", "127.0.0.1:1", "--duration", "0.2", "--warm-up", "0"]);
        Assert.Equal((ExitCodes.CannotRun, ""), (result.ExitCode, result.Text));
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>A page whose quick comparison ends each measurement after a number of exchanges, at any speed.</summary>
    public sealed class CountingPageHost : PageHost
    {
        protected override void Configure(IServiceCollection services) => services.AddSingleton(new BenchPlans
        {
            ByLength = new BenchPlans().ByLength.ToDictionary(
                one => one.Key,
                one => one.Key == "quick" ? one.Value with { Exchanges = Exchanges, Settles = false } : one.Value),
        });
    }
}
