using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Language;
using SideBySide.Measure.Steps;

namespace SideBySide.Web;

/// <summary><c>GET /api/steps</c>: the way from a socket to HTTP: what each step adds, what still breaks it, and how large it is.</summary>
internal static class StepsRoute
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/steps", Ok<StepsJson> (MatrixRuns runs) => TypedResults.Ok(new StepsJson(CodeCount.Rule,
        [.. MeasuredSteps.All.Select(step => MeasuredStepJson.Of(step, runs.Last?.Servers.FirstOrDefault(server => server.Id == step.Id)))])));
}

/// <summary>The steps.</summary>
/// <param name="Rule">What was counted.</param>
/// <param name="Steps">From the bottom up; then what the complete server stands on, and the framework.</param>
internal sealed record StepsJson(LocalizedText Rule, IReadOnlyList<MeasuredStepJson> Steps);

/// <summary>A step.</summary>
/// <param name="Id">The server's id, where it is one.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Path">Its file or folder.</param>
/// <param name="Adds">What it has that the step below has not.</param>
/// <param name="Breaks">What still breaks it.</param>
/// <param name="Lines">Lines of code.</param>
/// <param name="Branches">Decisions.</param>
/// <param name="Verdicts">How many experiments ended with each verdict when the matrix was last run here; null before.</param>
/// <param name="Files">The paths of all that it consists of; <c>/api/source</c> has their texts.</param>
internal sealed record MeasuredStepJson(string Id, LocalizedText Name, string Path, LocalizedText Adds, LocalizedText Breaks, int Lines, int Branches,
    SideBySide.Experiments.VerdictCounts? Verdicts, IReadOnlyList<string> Files)
{
    public static MeasuredStepJson Of(MeasuredStep step, SideBySide.Experiments.MatrixServerJson? score) => new(
        step.Id, step.Name, step.Path, step.Adds, step.StillBreaks, step.Count.Lines, step.Count.Branches, score?.Verdicts, step.Files);
}
