using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SideBySide.Experiments;
using SideBySide.Servers;

namespace SideBySide.Tests.Web;

/// <summary>The page runs the matrix, sees it grow, and finds it again.</summary>
public sealed class MatrixRouteTests(MatrixRouteTests.SmallPageHost page) : IClassFixture<MatrixRouteTests.SmallPageHost>, IDisposable
{
    private readonly HttpClient _http = page.Client();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Runs_one_matrix_at_a_time_and_keeps_it()
    {
        using (var none = await _http.GetAsync("/api/matrix", Cancellation))
            Assert.Equal(HttpStatusCode.NoContent, none.StatusCode);

        using var response = await _http.PostJsonAsync("/api/matrix", "{}", Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using (var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancellation))
        {
            Task<HttpResponseMessage>[] more = [_http.PostJsonAsync("/api/matrix", "{}", leave.Token), _http.PostJsonAsync("/api/matrix", "{}", leave.Token)];
            var tooMany = await Task.WhenAny(more);
            using (var rejected = await tooMany)
            {
                Assert.Equal(HttpStatusCode.TooManyRequests, rejected.StatusCode);
                _ = await rejected.ProblemAsync();
            }

            await leave.CancelAsync(); // the one that waits
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => more.Single(one => one != tooMany));
        }

        var events = await response.EventsAsync().ToListAsync(Cancellation);

        Assert.Equal("done", events[^1].Event);
        Assert.Equal(SmallPageHost.Ids.Length * TargetServer.OwnIds.Count, events.Count(e => e.Event == "cell"));
        var kept = await _http.GetFromJsonAsync<JsonElement>("/api/matrix", Cancellation);
        Assert.Equal(events[^1].Data.ToString(), kept.ToString());
        foreach (var (_, cell) in events.SkipLast(1))
        {
            var row = kept.GetProperty("experiments").EnumerateArray().Single(row => row.GetProperty("id").GetString() == cell.GetProperty("experiment").GetString());
            Assert.Equal(cell.GetProperty("summary").GetString(), row.GetProperty("cells").GetProperty(cell.GetProperty("server").GetString()!).GetProperty("summary").GetString());
        }
    }

    /// <summary>The page with three experiments: how the matrix is told does not depend on how many there are.</summary>
    public sealed class SmallPageHost : PageHost
    {
        internal static readonly string[] Ids = ["silent-connections", "content-length", "bare-lf"];

        protected override void Configure(IServiceCollection services) => services.AddSingleton(ExperimentLookup.Catalogue().Only(Ids));
    }
}
