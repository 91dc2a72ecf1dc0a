using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments;
using SideBySide.Page.Guards;
using SideBySide.Rooms;

namespace SideBySide.Page.Runs;

/// <summary><c>POST /api/runs</c>: runs an experiment or a script, and tells live what happens.</summary>
internal static class RunsRoute
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/runs", ServerSentEventsResult<object> (RunRequest request, RunStream stream, Catalogue catalogue, House house, IHostApplicationLifetime lifetime, CancellationToken aborted) =>
        {
            var errands = request.Read(catalogue, Target.All(house)); // before the stream begins: what is wrong with it is an answer of its own
            return TellingStream.Answer((tell, cancellation) => stream.RunAsync(errands, tell, cancellation), lifetime, aborted);
        })
        .RequireRateLimiting(PageLimits.Runs)
        .TakesAtMost(PageLimits.ScriptRequest);
}
