namespace SideBySide.Measure.Load;

/// <summary>All rounds of one case.</summary>
/// <param name="Case">The case.</param>
/// <param name="RequestsPerSecond">The median of the rounds.</param>
/// <param name="Spread">The largest difference between two rounds, relative to the median; 0 with one round.</param>
/// <param name="P50">The median of the rounds' median latencies, in microseconds.</param>
/// <param name="P99">The median of the rounds' 99th percentiles, in microseconds.</param>
/// <param name="ServerCpuMicroseconds">The median of the server's processor time for a request, in microseconds.</param>
public sealed record BenchRow(BenchCase Case, double RequestsPerSecond, double Spread, double P50, double P99, double? ServerCpuMicroseconds)
{
    /// <summary>A larger spread comes from the machine, not from the server: no conclusion is drawn.</summary>
    public const double MaxSpread = 0.25;

    /// <summary>Whether the rounds agree well enough.</summary>
    public bool IsSteady => Spread <= MaxSpread;

    /// <summary>Summarises rounds.</summary>
    /// <param name="one">The case.</param>
    /// <param name="rounds">At least one.</param>
    public static BenchRow Of(BenchCase one, IReadOnlyCollection<LoadResult> rounds)
    {
        var median = Median(rounds, r => r.RequestsPerSecond)!.Value;
        var spread = (rounds.Max(r => r.RequestsPerSecond) - rounds.Min(r => r.RequestsPerSecond)) / Math.Max(1, median);
        return new BenchRow(one, median, spread, Median(rounds, r => r.P50)!.Value, Median(rounds, r => r.P99)!.Value, Median(rounds, r => r.ServerCpuMicroseconds));
    }

    private static double? Median(IEnumerable<LoadResult> rounds, Func<LoadResult, double?> value)
    {
        var sorted = rounds.Select(value).OfType<double>().Order().ToArray();
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
