using SideBySide.Experiments;

namespace SideBySide.Staircase;

/// <summary>How each step fared in the experiments.</summary>
public static class StepVerdicts
{
    /// <summary>All judged experiments, by verdict; one that leaves the step out counts as not built. By the step's id.</summary>
    public static Func<string, VerdictCounts?> In(Matrix matrix)
    {
        var judged = matrix.Experiments.Where(experiment => experiment.Verdicts is not null).ToArray();
        var counts = matrix.Targets.ToDictionary(
            target => target.Id,
            target => VerdictCounts.Of(judged.Select(experiment => experiment.AppliesTo(target) ? matrix[experiment, target].Verdict : Verdict.NotBuilt)));
        return id => counts.TryGetValue(id, out var count) ? count : null;
    }
}

/// <summary>One step of the climb, with its sources.</summary>
/// <param name="Id">A short name that never changes: the id of its room where it has one.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Path">Its file, or its folder, from the repository's root.</param>
/// <param name="Adds">What it has that the step below has not.</param>
/// <param name="StillBreaks">What it cannot do, or does wrong.</param>
/// <param name="Files">All that it consists of.</param>
public sealed record StaircaseStep(string Id, Bilingual Name, string Path, Bilingual Adds, Bilingual StillBreaks, IReadOnlyList<SourceFile> Files)
{
    /// <summary>All of its files together.</summary>
    public CodeCount Count { get; } = Files.Aggregate(default(CodeCount), (sum, file) => sum + file.Count);
}
