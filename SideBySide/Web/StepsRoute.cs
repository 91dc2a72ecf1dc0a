using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Language;
using SideBySide.Measure.Steps;

namespace SideBySide.Web;

/// <summary><c>GET /api/steps</c>: the steps from a socket to HTTP: the additions, the remaining faults and the size of each.</summary>
internal static class StepsRoute
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/steps", Ok<StepsJson> (MatrixRuns runs) => TypedResults.Ok(new StepsJson(CodeCount.Rule,
        [.. MeasuredSteps.All.Select(step => MeasuredStepJson.Of(step, runs.Last?.Servers.FirstOrDefault(server => server.Id == step.Id)))])));
}

/// <summary>The steps.</summary>
/// <param name="Rule">The rule of counting.</param>
/// <param name="Steps">The steps in order; then the base of the complete server, and the framework.</param>
internal sealed record StepsJson(LocalizedText Rule, IReadOnlyList<MeasuredStepJson> Steps);

/// <summary>A step.</summary>
/// <param name="Id">The server's id, if it is a server.</param>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its file or folder.</param>
/// <param name="Adds">Its additions to the step below.</param>
/// <param name="Breaks">Its remaining faults.</param>
/// <param name="Lines">Lines of code.</param>
/// <param name="Branches">Decisions.</param>
/// <param name="Verdicts">The number of experiments with each verdict in the last matrix run here; null before.</param>
/// <param name="Files">The paths of all its files; <c>/api/source</c> has their texts.</param>
internal sealed record MeasuredStepJson(string Id, LocalizedText Name, string Path, LocalizedText Adds, LocalizedText Breaks, int Lines, int Branches,
    SideBySide.Experiments.VerdictCounts? Verdicts, IReadOnlyList<string> Files)
{
    public static MeasuredStepJson Of(MeasuredStep step, SideBySide.Experiments.MatrixServerJson? score) => new(
        step.Id, step.Name, step.Path, step.Adds, step.StillBreaks, step.Count.Lines, step.Count.Branches, score?.Verdicts, step.Files);
}
