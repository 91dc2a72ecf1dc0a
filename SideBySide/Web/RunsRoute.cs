using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments;
using SideBySide.Servers;

namespace SideBySide.Web;

/// <summary><c>POST /api/runs</c>: runs an experiment or a script, and tells live what happens.</summary>
internal static class RunsRoute
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/runs", ServerSentEventsResult<object> (RunRequest request, RunEvents stream, Catalogue catalogue, ServerSet servers, IHostApplicationLifetime lifetime, CancellationToken aborted) =>
        {
            var errands = request.Read(catalogue, TargetServer.All(servers)); // before the stream begins: what is wrong with it is an answer of its own
            return EventStream.Answer((tell, cancellation) => stream.RunAsync(errands, tell, cancellation), lifetime, aborted);
        })
        .RequireRateLimiting(PageLimits.Runs)
        .TakesAtMost(PageLimits.ScriptRequest);
}
