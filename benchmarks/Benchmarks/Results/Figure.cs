using SideBySide.Measure.Load;

namespace Benchmarks.Results;

/// <summary>A number, and whether something may be concluded from it.</summary>
/// <param name="Value">The number.</param>
/// <param name="IsSteady">The rounds that it comes from agree well enough.</param>
public readonly record struct Figure(double Value, bool IsSteady)
{
    /// <summary>The median of the rounds that have a value; null when none has. It is steady when there are several and they lie no further apart than requests a second may.</summary>
    public static Figure? OfRounds(IEnumerable<double?> rounds)
    {
        var sorted = rounds.OfType<double>().Order().ToArray();
        if (sorted.Length == 0)
            return null;
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return new Figure(median, sorted.Length > 1 && sorted[^1] - sorted[0] <= BenchRow.MaxSpread * Math.Abs(median));
    }

    /// <summary>How many times <paramref name="other"/> one is: as steady as the worse of the two.</summary>
    public static Figure operator /(Figure one, Figure other) => new(one.Value / other.Value, one.IsSteady && other.IsSteady);
}
