using SideBySide.Language;

namespace Benchmarks.Results;

/// <summary>How a figure is told.</summary>
public enum Unit
{
    /// <summary>So many times as much.</summary>
    Times,

    /// <summary>A share.</summary>
    Share,

    /// <summary>Bytes.</summary>
    Bytes,
}

/// <summary>How it ended.</summary>
public enum Outcome
{
    /// <summary>Nothing is known.</summary>
    NotMeasured,

    /// <summary>The rounds lie too far apart to say.</summary>
    TooNoisy,

    /// <summary>The figure is what it should be.</summary>
    Reached,

    /// <summary>It is not.</summary>
    Missed,
}

/// <summary>Something that the servers of this repository should reach, and where its figure comes from.</summary>
/// <param name="Title">For people.</param>
/// <param name="Target">The least or the most that it may be.</param>
/// <param name="IsAtLeast">More is better; otherwise less.</param>
/// <param name="Unit">How it is told.</param>
/// <param name="Measure">Reads the figure from what was measured; null when that is not there.</param>
public sealed record Goal(LocalizedText Title, double Target, bool IsAtLeast, Unit Unit, Func<Run, Figure?> Measure)
{
    /// <summary>
    /// The same in processor time of the servers, which does not depend on how fast the clients are; null when it has none. Told beside the
    /// figure, never judged.
    /// </summary>
    public Func<Run, Figure?>? InProcessorTime { get; init; }

    /// <summary>What has become of it.</summary>
    public Verdict Judge(Run run)
    {
        if (Measure(run) is not { } figure || !double.IsFinite(figure.Value))
            return new Verdict(this, null, Outcome.NotMeasured, 0);
        var missing = IsAtLeast ? Target - figure.Value : figure.Value - Target;
        var outcome = !figure.IsSteady ? Outcome.TooNoisy : missing <= 0 ? Outcome.Reached : Outcome.Missed;
        return new Verdict(this, figure.Value, outcome, Math.Max(0, missing));
    }
}

/// <summary>What has become of a goal.</summary>
/// <param name="Goal">Which.</param>
/// <param name="Value">What was measured; null when nothing was.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="MissingBy">How far the value is from the target, in the goal's unit; 0 when it is reached.</param>
public sealed record Verdict(Goal Goal, double? Value, Outcome Outcome, double MissingBy);
