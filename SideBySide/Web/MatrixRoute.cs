using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Language;
using SideBySide.Servers;

namespace SideBySide.Web;

/// <summary><c>GET /api/matrix</c>: the last run of all experiments on all servers; <c>POST</c>: runs it, and tells live how it goes on.</summary>
internal static class MatrixRoute
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/matrix", Results<Ok<MatrixJson>, NoContent> (MatrixRuns runs) => runs.Last is { } last ? TypedResults.Ok(last) : TypedResults.NoContent());
        api.MapPost("/matrix", ServerSentEventsResult<object> (MatrixRuns runs, IHostApplicationLifetime lifetime, CancellationToken aborted) =>
                EventStream.Answer(runs.RunAsync, lifetime, aborted))
            .RequireRateLimiting(PageLimits.Matrix)
            .TakesAtMost(1024);
    }
}

/// <summary>Runs the whole matrix on the servers of this repository, and keeps what came of it for as long as this process lives.</summary>
/// <param name="catalogue">The experiments.</param>
/// <param name="servers">The servers.</param>
/// <param name="warmUp">Readies them before they are asked.</param>
/// <param name="time">The clock.</param>
internal sealed class MatrixRuns(Catalogue catalogue, ServerSet servers, ServerWarmUp warmUp, TimeProvider time)
{
    private volatile MatrixJson? _last;

    /// <summary>The last one that was run to its end.</summary>
    public MatrixJson? Last => _last;

    /// <summary>Tells <c>cell</c> for each cell, <c>done</c> with the whole at the end.</summary>
    public async Task RunAsync(Action<string, object> tell, CancellationToken cancellation)
    {
        await warmUp.ReadyAsync(cancellation);
        var matrix = await Matrix.RunAsync(new Runner(time), catalogue.All, TargetServer.All(servers), cell => tell("cell", MatrixProgressJson.Of(cell)), cancellation);
        tell("done", _last = MatrixJson.Of(matrix));
    }
}

/// <summary>A cell that has just been filled.</summary>
/// <param name="Experiment">Its row.</param>
/// <param name="Server">Its column.</param>
/// <param name="Summary">What was observed, in short.</param>
/// <param name="Sentence">The same for people.</param>
/// <param name="Expected">Whether this was expected of this server; null when nothing was.</param>
/// <param name="Verdict">Whether HTTP allows this.</param>
/// <param name="Deviation">Why the server does it nevertheless, and where that is documented.</param>
internal sealed record MatrixProgressJson(string Experiment, string Server, string Summary, LocalizedText Sentence, bool? Expected, Verdict Verdict, LocalizedText? Deviation)
{
    public static MatrixProgressJson Of(Observed cell) =>
        new(cell.Experiment.Id, cell.Target.Id, cell.Summary, OutcomeText.Of(cell), cell.IsExpected, cell.Verdict, cell.Deviation);
}
