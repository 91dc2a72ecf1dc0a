using SideBySide.Http;
using SideBySide.Language;

namespace SideBySide.Measure.Steps;

/// <summary>One step of the climb, with its sources.</summary>
/// <param name="Id">A short name that never changes: the id of its room where it has one.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Path">Its file, or its folder, from the repository's root.</param>
/// <param name="Adds">What it has that the step below has not.</param>
/// <param name="StillBreaks">What it cannot do, or does wrong.</param>
/// <param name="Files">All that it consists of.</param>
public sealed record MeasuredStep(string Id, LocalizedText Name, string Path, LocalizedText Adds, LocalizedText StillBreaks, IReadOnlyList<SourceFile> Files)
{
    /// <summary>All of its files together.</summary>
    public CodeCount Count { get; } = Files.Aggregate(default(CodeCount), (sum, file) => sum + file.Count);
}
