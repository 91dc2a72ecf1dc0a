using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments;
using SideBySide.Page.Guards;
using SideBySide.Rooms;

namespace SideBySide.Page.Runs;

/// <summary><c>POST /api/runs</c>: runs an experiment or a script, and tells live what happens.</summary>
internal static class RunsRoute
{
    // A script of 64 KiB whose every character needs an escape in JSON.
    private const int MaxRequest = 512 * 1024;

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/runs", ServerSentEventsResult<object> (RunRequest request, RunStream stream, Catalogue catalogue, House house, IHostApplicationLifetime lifetime, CancellationToken aborted) =>
        {
            var errands = request.Read(catalogue, Target.All(house)); // before the stream begins: what is wrong with it is an answer of its own
            return TypedResults.ServerSentEvents(TellingStream.Of((tell, cancellation) => stream.RunAsync(errands, tell, cancellation), lifetime.ApplicationStopping, aborted));
        })
        .RequireRateLimiting(PageLimits.Runs)
        .TakesAtMost(MaxRequest);
}
