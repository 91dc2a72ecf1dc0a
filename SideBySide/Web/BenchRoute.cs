using Microsoft.AspNetCore.Http.HttpResults;
using RawSocketServer;
using SideBySide.Language;
using SideBySide.Measure.Load;

namespace SideBySide.Web;

/// <summary>
/// <c>POST /api/benchmark</c>: the short comparison of <c>bench</c>, live. The servers under load run in separate processes; the servers of
/// the page stay as they are.
/// </summary>
internal static class BenchRoute
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/benchmark", ServerSentEventsResult<object> (BenchRequest request, BenchPlans plans, TimeProvider time, IHostApplicationLifetime lifetime, CancellationToken aborted) =>
        {
            var plan = plans.ByLength.GetValueOrDefault(request.Length ?? "usual")
                ?? throw new PageProblemException(Texts.NoSuchLength(PageProblem.Shortened(request.Length), string.Join(", ", plans.ByLength.Keys)));
            return EventStream.Answer((tell, cancellation) => RunAsync(plan, time, tell, cancellation), lifetime, aborted);
        })
        .RequireRateLimiting(PageLimits.Bench)
        .TakesAtMost(1024);

    /// <summary>Sends <c>plan</c>, <c>progress</c> before each warm-up and after each measurement, and <c>done</c> with the rows; or
    /// <c>failed</c> with a sentence.</summary>
    internal static async Task RunAsync(BenchPlan plan, TimeProvider time, Action<string, object> tell, CancellationToken cancellation)
    {
        tell("plan", new BenchPlanJson(plan.Rounds, plan.Duration.TotalSeconds, plan.Connections, plan.Settles, Bench.Cases));
        var results = Bench.Cases.ToDictionary(one => one, _ => new List<LoadResult>());
        try
        {
            await foreach (var progress in new Bench(plan, time).RunAsync(cancellation))
            {
                if (progress.Result is { } result)
                    results[progress.Case].Add(result);
                tell("progress", progress);
            }

            tell("done", results.Select(result => BenchRow.Of(result.Key, result.Value)).ToArray());
        }
        catch (StartupException e)
        {
            tell("failed", new { Message = Texts.BenchFailed(e.Message) });
        }
    }
}

/// <summary>The plans that a visitor can choose. Each warms the servers up first: a cold server does not show its speed.</summary>
internal sealed class BenchPlans
{
    /// <summary>The plans, by the length in the request.</summary>
    public IReadOnlyDictionary<string, BenchPlan> ByLength { get; init; } = new Dictionary<string, BenchPlan>
    {
        ["quick"] = new(1, TimeSpan.FromSeconds(0.5), 16) { WarmUpSeconds = 1 },
        ["usual"] = new(2, TimeSpan.FromSeconds(1), 64),
        ["thorough"] = new(5, TimeSpan.FromSeconds(2), 64),
    };
}

/// <summary>The length of the benchmark.</summary>
/// <param name="Length"><c>quick</c>, <c>usual</c> (the default) or <c>thorough</c>.</param>
internal sealed record BenchRequest(string? Length);

/// <summary>The plan of the measurements.</summary>
/// <param name="Rounds">The number of measurements of each case, in turn.</param>
/// <param name="Seconds">The duration of each measurement.</param>
/// <param name="Connections">The number of concurrent connections.</param>
/// <param name="Settles">Whether each server is warmed up until it has settled.</param>
/// <param name="Cases">The compared cases, in order.</param>
internal sealed record BenchPlanJson(int Rounds, double Seconds, int Connections, bool Settles, IReadOnlyList<BenchCase> Cases);
