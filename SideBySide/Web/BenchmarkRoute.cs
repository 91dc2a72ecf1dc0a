using Microsoft.AspNetCore.Http.HttpResults;
using RawSocketServer;
using SideBySide.Language;
using SideBySide.Measure.Load;

namespace SideBySide.Web;

/// <summary>
/// <c>POST /api/benchmark</c>: the short comparison of <c>bench</c>, told live. The servers under load are processes of their own: those that
/// the page shows stay as they are.
/// </summary>
internal static class BenchmarkRoute
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

    /// <summary>Tells <c>plan</c>, <c>progress</c> before a server is warmed up and after each measurement, and <c>done</c> with the rows; or <c>failed</c> with a sentence.</summary>
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

/// <summary>What a visitor may wait for. Each of them warms the servers up first: what a cold server does is not its speed.</summary>
internal sealed class BenchPlans
{
    /// <summary>By the length that a request names.</summary>
    public IReadOnlyDictionary<string, BenchPlan> ByLength { get; init; } = new Dictionary<string, BenchPlan>
    {
        ["quick"] = new(1, TimeSpan.FromSeconds(0.5), 16) { WarmUpSeconds = 1 },
        ["usual"] = new(2, TimeSpan.FromSeconds(1), 64),
        ["thorough"] = new(5, TimeSpan.FromSeconds(2), 64),
    };
}

/// <summary>How long a visitor wants to wait.</summary>
/// <param name="Length"><c>quick</c>, <c>usual</c> (also when it is left out) or <c>thorough</c>.</param>
internal sealed record BenchRequest(string? Length);

/// <summary>What will be measured.</summary>
/// <param name="Rounds">How often everything is measured, in turn.</param>
/// <param name="Seconds">Of each measurement.</param>
/// <param name="Connections">At once.</param>
/// <param name="Settles">Whether each server is warmed up until it has settled.</param>
/// <param name="Cases">What is compared, in order.</param>
internal sealed record BenchPlanJson(int Rounds, double Seconds, int Connections, bool Settles, IReadOnlyList<BenchCase> Cases);
