using System.Globalization;

namespace Reliability;

/// <summary>The size of a run: full, or a bounded one that proves the same with less certainty.</summary>
/// <param name="Full">Whether the run is full, as in <c>docs/reliability.md</c>.</param>
/// <param name="Scale">The part of the full numbers, above 0 to 1; each fault has its own minimum.</param>
/// <param name="Seed">The seed that produces the same requests again.</param>
/// <param name="Servers">The servers.</param>
/// <param name="Only">The ids of the faults, separated by commas; null for all.</param>
internal sealed record RunPlan(bool Full, double Scale, int Seed, IReadOnlyList<ServerKind> Servers, string? Only)
{
    /// <summary>Whether the run includes this fault.</summary>
    public bool Wants(string id) => Only is null || Only.Split(',').Contains(id);

    /// <summary>A number, scaled.</summary>
    public int Count(int full, int atLeast) => Math.Max((int)(full * Scale), Math.Min(full, atLeast));

    /// <summary>A duration, scaled.</summary>
    public TimeSpan Time(double fullSeconds, double atLeastSeconds) => TimeSpan.FromSeconds(Math.Max(fullSeconds * Scale, atLeastSeconds));

    /// <summary>A bound on a time or a load. Strict in a full run; otherwise five times as much, since other programs use the machine as well.</summary>
    public double Guard(double strict) => Full ? strict : 5 * strict;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Scale == 1 ? "in full" : $"numbers times {Scale}")}, seed {Seed}");
}
