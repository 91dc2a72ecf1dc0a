using System.Net;
using System.Text.Json;

namespace SideBySide.Tests.Page;

/// <summary>The comparison under load, as far as a test can wait for it; what it measures is tested where it is measured.</summary>
public sealed class BenchTests(PageHost page) : IClassFixture<PageHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Says_what_it_will_measure_then_measures_one_at_a_time_and_ends_when_nobody_listens()
    {
        using var http = page.Client();
        var response = await http.PostJsonAsync("/api/bench", "{}", Cancellation);
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
        Assert.Equal(1, events[1].Data.GetProperty("done").GetInt32());
        Assert.InRange(events[1].Data.GetProperty("result").GetProperty("requestsPerSecond").GetDouble(), 1, double.MaxValue);

        // The next one may begin once the servers of this one are gone.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        HttpResponseMessage next;
        while ((next = await http.PostJsonAsync("/api/bench", "{}", patience.Token)).StatusCode == HttpStatusCode.TooManyRequests)
            next.Dispose();
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        next.Dispose();
    }
}
