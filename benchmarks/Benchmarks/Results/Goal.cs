using SideBySide.Language;

namespace Benchmarks.Results;

/// <summary>The unit of a figure.</summary>
public enum Unit
{
    /// <summary>A factor.</summary>
    Times,

    /// <summary>A percentage.</summary>
    Share,

    /// <summary>Bytes.</summary>
    Bytes,
}

/// <summary>The outcome of a goal.</summary>
public enum Outcome
{
    /// <summary>There is no figure.</summary>
    NotMeasured,

    /// <summary>The rounds differ too much.</summary>
    TooNoisy,

    /// <summary>The figure meets the target.</summary>
    Reached,

    /// <summary>The figure does not meet the target.</summary>
    Missed,
}

/// <summary>A goal of the servers in this repository, and the source of its figure.</summary>
/// <param name="Title">The title.</param>
/// <param name="Target">The minimum or the maximum.</param>
/// <param name="IsAtLeast">Whether the target is a minimum.</param>
/// <param name="Unit">The unit of the figure.</param>
/// <param name="Measure">Computes the figure from the measurements; null if one is missing.</param>
public sealed record Goal(LocalizedText Title, double Target, bool IsAtLeast, Unit Unit, Func<Run, Figure?> Measure)
{
    /// <summary>
    /// The same figure in processor time of the servers, which does not depend on the speed of the clients; null if there is none. It is
    /// shown but does not affect the outcome.
    /// </summary>
    public Func<Run, Figure?>? InProcessorTime { get; init; }

    /// <summary>Compares the figure with the target.</summary>
    public Verdict Judge(Run run)
    {
        if (Measure(run) is not { } figure || !double.IsFinite(figure.Value))
            return new Verdict(this, null, Outcome.NotMeasured, 0);
        var missing = IsAtLeast ? Target - figure.Value : figure.Value - Target;
        var outcome = !figure.IsSteady ? Outcome.TooNoisy : missing <= 0 ? Outcome.Reached : Outcome.Missed;
        return new Verdict(this, figure.Value, outcome, Math.Max(0, missing));
    }
}

/// <summary>The result for a goal.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Value">The measured value, or null.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="MissingBy">The distance of the value from the target, in the goal's unit; 0 if the target is met.</param>
public sealed record Verdict(Goal Goal, double? Value, Outcome Outcome, double MissingBy);
