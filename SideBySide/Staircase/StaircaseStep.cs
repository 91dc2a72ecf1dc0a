using SideBySide.Experiments;
using SideBySide.Terminal;

namespace SideBySide.Staircase;

/// <summary>How many experiments a step survived.</summary>
/// <param name="Survived">Those with the outcome that a client may expect.</param>
/// <param name="Total">All that were tried.</param>
public readonly record struct Survival(int Survived, int Total)
{
    /// <summary>How each step fared in the experiments that every step could be asked, so that all are measured alike; by the step's id.</summary>
    public static Func<string, Survival?> In(Matrix matrix)
    {
        var asked = matrix.Experiments.Where(experiment => matrix.Targets.All(target => matrix[experiment, target].IsCorrect is not null)).ToArray();
        var survivals = matrix.Targets.ToDictionary(
            target => target.Id,
            target => new Survival(asked.Count(experiment => matrix[experiment, target].IsCorrect == true), asked.Length));
        return id => survivals.TryGetValue(id, out var survival) ? survival : null;
    }

    /// <summary>The same, as it was recorded.</summary>
    public static Func<string, Survival?> In(MatrixRecord record) => id => record.Servers.FirstOrDefault(server => server.Id == id)?.Steps;
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
