using SideBySide.Measure.Load;

namespace Benchmarks.Results;

/// <summary>A number, and whether it is reliable.</summary>
/// <param name="Value">The number.</param>
/// <param name="IsSteady">Whether the rounds behind it agree well enough.</param>
public readonly record struct Figure(double Value, bool IsSteady)
{
    /// <summary>
    /// The median of the rounds that have a value; null if none has. It is steady if several rounds have one and their spread is at most
    /// <see cref="BenchRow.MaxSpread"/>.
    /// </summary>
    public static Figure? OfRounds(IEnumerable<double?> rounds)
    {
        var sorted = rounds.OfType<double>().Order().ToArray();
        if (sorted.Length == 0)
            return null;
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return new Figure(median, sorted.Length > 1 && sorted[^1] - sorted[0] <= BenchRow.MaxSpread * Math.Abs(median));
    }

    /// <summary>The ratio of two figures; steady if both are.</summary>
    public static Figure operator /(Figure one, Figure other) => new(one.Value / other.Value, one.IsSteady && other.IsSteady);
}
