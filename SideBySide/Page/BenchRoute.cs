using Microsoft.AspNetCore.Http.HttpResults;
using RawSocketServer;
using SideBySide.Load;
using SideBySide.Page.Guards;

namespace SideBySide.Page;

/// <summary>
/// <c>POST /api/bench</c>: the short comparison of <c>bench</c>, told live. The servers under load are processes of their own: those that
/// the page shows stay as they are.
/// </summary>
internal static class BenchRoute
{
    // As the command does without options, but with the rounds that a visitor waits for.
    private static readonly BenchPlan s_plan = new(2, TimeSpan.FromSeconds(1), 64);

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/bench", ServerSentEventsResult<object> (TimeProvider time, IHostApplicationLifetime lifetime, CancellationToken aborted) =>
            TypedResults.ServerSentEvents(TellingStream.Of((tell, cancellation) => RunAsync(new Bench(s_plan, time), tell, cancellation), lifetime.ApplicationStopping, aborted)))
        .RequireRateLimiting(PageLimits.Bench)
        .TakesAtMost(1024);

    /// <summary>Tells <c>plan</c>, <c>progress</c> after each measurement, and <c>done</c> with the rows; or <c>failed</c> with a sentence.</summary>
    private static async Task RunAsync(Bench bench, Action<string, object> tell, CancellationToken cancellation)
    {
        tell("plan", new BenchPlanJson(s_plan.Rounds, s_plan.Duration.TotalSeconds, s_plan.Connections, Bench.Cases));
        var results = Bench.Cases.ToDictionary(one => one, _ => new List<LoadResult>());
        try
        {
            await foreach (var progress in bench.RunAsync(cancellation))
            {
                results[progress.Case].Add(progress.Result);
                tell("progress", progress);
            }

            tell("done", results.Select(result => BenchRow.Of(result.Key, result.Value)).ToArray());
        }
        catch (StartupException e)
        {
            tell("failed", new { e.Message });
        }
    }
}

/// <summary>What will be measured.</summary>
/// <param name="Rounds">How often everything is measured, in turn.</param>
/// <param name="Seconds">Of each measurement.</param>
/// <param name="Connections">At once.</param>
/// <param name="Cases">What is compared, in order.</param>
internal sealed record BenchPlanJson(int Rounds, double Seconds, int Connections, IReadOnlyList<BenchCase> Cases);
