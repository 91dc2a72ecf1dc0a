using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Web;

/// <summary><c>POST /api/runs</c>: runs an experiment or a script and streams its events.</summary>
internal static class RunsRoute
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/runs", ServerSentEventsResult<object> (RunRequest request, RunEvents stream, Catalogue catalogue, ServerSet servers, IHostApplicationLifetime lifetime, CancellationToken aborted) =>
        {
            var runs = request.Read(catalogue, TargetServer.All(servers)); // first, so that an error gets its own response
            return EventStream.Answer((tell, cancellation) => stream.RunAsync(runs, tell, cancellation), lifetime, aborted);
        })
        .RequireRateLimiting(PageLimits.Runs)
        .TakesAtMost(PageLimits.ScriptRequest);
}

/// <summary>Executes the requested runs in parallel and sends each event immediately.</summary>
/// <param name="servers">Warms the servers up first.</param>
/// <param name="time">The clock.</param>
internal sealed class RunEvents(ServerWarmUp servers, TimeProvider time)
{
    /// <summary>Sends <c>happened</c> for each event, <c>observed</c> for each server and <c>done</c> at the end.</summary>
    public async Task RunAsync(IReadOnlyList<RequestedRun> runs, Action<string, object> tell, CancellationToken cancellation)
    {
        await servers.ReadyAsync(cancellation);
        await Task.WhenAll(runs.Select(run => RunAsync(run, tell, cancellation)));
        tell("done", new { });
    }

    private async Task RunAsync(RequestedRun run, Action<string, object> tell, CancellationToken cancellation)
    {
        // The runner calls this for one event at a time.
        void Happened(WireEvent happened) => tell("happened", new { Server = run.Target.Id, Event = EventJson.Of(happened) });

        var observed = await new Runner(time).RunAsync(run.Experiment, run.Target, Happened, cancellation);
        tell("observed", ObservationJson.Of(observed));
    }
}
