using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SideBySide.Experiments;
using SideBySide.Servers;

namespace SideBySide.Tests.Web;

/// <summary>The page runs the matrix, receives its cells one by one, and gets it again later.</summary>
public sealed class MatrixRouteTests(MatrixRouteTests.SmallPageHost page) : IClassFixture<MatrixRouteTests.SmallPageHost>, IDisposable
{
    private readonly HttpClient _http = page.Client();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_second_watcher_joins_the_run_and_the_result_is_kept()
    {
        using (var none = await _http.GetAsync("/api/matrix", Cancellation))
            Assert.Equal(HttpStatusCode.NoContent, none.StatusCode);
        using (var none = await _http.GetAsync("/api/matrix/running", Cancellation))
            Assert.Equal(HttpStatusCode.NoContent, none.StatusCode);

        using var response = await _http.PostJsonAsync("/api/matrix", "{}", Cancellation);
        using var second = await _http.PostJsonAsync("/api/matrix", "{}", Cancellation);
        using var joined = await _http.GetAsync("/api/matrix/running", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], [response.StatusCode, second.StatusCode, joined.StatusCode]);

        var events = await response.EventsAsync().ToListAsync(Cancellation);

        foreach (var other in (HttpResponseMessage[])[second, joined])
            Assert.Equal(events.Select(e => $"{e.Event} {e.Data}"), (await other.EventsAsync().ToListAsync(Cancellation)).Select(e => $"{e.Event} {e.Data}"));
        Assert.Equal("done", events[^1].Event);
        Assert.Equal(SmallPageHost.Ids.Length * TargetServer.OwnIds.Count, events.Count(e => e.Event == "cell"));
        var kept = await _http.GetFromJsonAsync<JsonElement>("/api/matrix", Cancellation);
        Assert.Equal(events[^1].Data.ToString(), kept.ToString());
        foreach (var (_, cell) in events.SkipLast(1))
        {
            var row = kept.GetProperty("experiments")
                .EnumerateArray()
                .Single(row => row.GetProperty("id").GetString() == cell.GetProperty("experiment").GetString());
            Assert.Equal(
                cell.GetProperty("summary").GetString(),
                row.GetProperty("cells").GetProperty(cell.GetProperty("server").GetString()!).GetProperty("summary").GetString());
        }
    }

    [Fact]
    public async Task A_run_outlives_its_watcher_until_it_is_stopped()
    {
        await using var host = new SmallPageHost(); // a separate host: the other test expects an empty matrix
        await host.InitializeAsync();
        using var http = host.Client();
        var first = await http.PostJsonAsync("/api/matrix", "{}", Cancellation);
        first.Dispose(); // closes the first stream

        using var joined = await http.GetAsync("/api/matrix/running", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal(HttpStatusCode.OK, joined.StatusCode);
        using (var stopped = await http.PostJsonAsync("/api/matrix/stop", "{}", Cancellation))
            Assert.Equal(HttpStatusCode.NoContent, stopped.StatusCode);

        Assert.DoesNotContain("done", (await joined.EventsAsync().ToListAsync(Cancellation)).Select(e => e.Event));
        using var none = await http.GetAsync("/api/matrix", Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, none.StatusCode);
    }

    /// <summary>A page with three experiments: the events of the matrix do not depend on their number.</summary>
    public sealed class SmallPageHost : PageHost
    {
        internal static readonly string[] Ids = ["silent-connections", "content-length", "bare-lf"];

        protected override void Configure(IServiceCollection services) => services.AddSingleton(ExperimentLookup.Catalogue().Only(Ids));
    }
}
