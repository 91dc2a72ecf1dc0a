using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments;
using SideBySide.Language;

namespace SideBySide.Web;

/// <summary>
/// <c>GET /api/matrix</c>: the last run of all experiments on all servers. <c>POST /api/matrix</c> starts a run or joins the current one;
/// <c>GET /api/matrix/running</c> only joins; <c>POST /api/matrix/stop</c> ends it. A run belongs to the program, not to a page: it
/// survives a reload.
/// </summary>
internal static class MatrixRoute
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/matrix", Results<Ok<MatrixJson>, NoContent> (MatrixRuns runs) => runs.Last is { } last ? TypedResults.Ok(last) : TypedResults.NoContent());
        api.MapPost("/matrix", ServerSentEventsResult<object> (MatrixRuns runs, CancellationToken aborted) => TypedResults.ServerSentEvents(runs.StartOrJoin().WatchAsync(aborted)))
            .RequireRateLimiting(PageLimits.Matrix)
            .TakesAtMost(1024);
        api.MapGet("/matrix/running", Results<ServerSentEventsResult<object>, NoContent> (MatrixRuns runs, CancellationToken aborted) =>
                runs.Running is { } run ? TypedResults.ServerSentEvents(run.WatchAsync(aborted)) : TypedResults.NoContent())
            .RequireRateLimiting(PageLimits.Matrix);
        api.MapPost("/matrix/stop", NoContent (MatrixRuns runs) =>
        {
            runs.Running?.Stop();
            return TypedResults.NoContent();
        }).TakesAtMost(1024);
    }
}

/// <summary>A new cell.</summary>
/// <param name="Experiment">Its row.</param>
/// <param name="Server">Its column.</param>
/// <param name="Summary">A short summary.</param>
/// <param name="Sentence">The summary as a sentence.</param>
/// <param name="Expected">Whether the outcome was expected; null without an expectation.</param>
/// <param name="Verdict">Whether HTTP allows this.</param>
/// <param name="Deviation">The documented reason for a deviation.</param>
internal sealed record MatrixProgressJson(string Experiment, string Server, string Summary, LocalizedText Sentence, bool? Expected, Verdict Verdict, LocalizedText? Deviation)
{
    public static MatrixProgressJson Of(Observation cell) =>
        new(cell.Experiment.Id, cell.Target.Id, cell.Summary, OutcomeText.Of(cell), cell.IsExpected, cell.Verdict, cell.Deviation);
}
