using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Staircase;

namespace SideBySide.Page;

/// <summary><c>GET /api/staircase</c>: the climb from a socket to HTTP: what each step adds, what still breaks it, and how large it is.</summary>
internal static class StaircaseRoute
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/staircase", Ok<StaircaseJson> (MatrixRuns runs) => TypedResults.Ok(new StaircaseJson(CodeCount.Rule,
        [.. StaircaseSteps.All.Select(step => StepOfStaircaseJson.Of(step, runs.Last?.Servers.FirstOrDefault(server => server.Id == step.Id)))])));
}

/// <summary>The staircase.</summary>
/// <param name="Rule">What was counted.</param>
/// <param name="Steps">From the bottom up; then what the complete server stands on, and the framework.</param>
internal sealed record StaircaseJson(Bilingual Rule, IReadOnlyList<StepOfStaircaseJson> Steps);

/// <summary>A step of the staircase.</summary>
/// <param name="Id">The server's id, where it is one.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Path">Its file or folder.</param>
/// <param name="Adds">What it has that the step below has not.</param>
/// <param name="Breaks">What still breaks it.</param>
/// <param name="Lines">Lines of code.</param>
/// <param name="Branches">Decisions.</param>
/// <param name="Verdicts">How many experiments ended with each verdict when the matrix was last run here; null before.</param>
/// <param name="Files">All that it consists of; <c>/api/source</c> has their texts.</param>
internal sealed record StepOfStaircaseJson(string Id, Bilingual Name, string Path, Bilingual Adds, Bilingual Breaks, int Lines, int Branches,
    SideBySide.Experiments.VerdictCounts? Verdicts, IReadOnlyList<FileOfStaircaseJson> Files)
{
    public static StepOfStaircaseJson Of(StaircaseStep step, SideBySide.Experiments.MatrixServerJson? score) => new(
        step.Id, step.Name, step.Path, step.Adds, step.StillBreaks, step.Count.Lines, step.Count.Branches, score?.Verdicts,
        [.. step.Files.Select(file => new FileOfStaircaseJson(file.Path, file.Count.Lines, file.Count.Branches))]);
}

/// <summary>A file of a step.</summary>
/// <param name="Path">From the repository's root.</param>
/// <param name="Lines">Lines of code.</param>
/// <param name="Branches">Decisions.</param>
internal sealed record FileOfStaircaseJson(string Path, int Lines, int Branches);
