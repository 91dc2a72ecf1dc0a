using System.Globalization;

namespace Reliability;

/// <summary>How much of everything: in full, or a bounded part of it that proves the same with less certainty.</summary>
/// <param name="Full">In full: the numbers that <c>docs/reliability.md</c> tells.</param>
/// <param name="Scale">The part of the full numbers, above 0 to 1; each fault has a smallest number of its own.</param>
/// <param name="Seed">Makes the same requests again.</param>
/// <param name="Servers">Whom to ask.</param>
/// <param name="Only">Only these faults, by id, with commas between; null: all.</param>
internal sealed record RunPlan(bool Full, double Scale, int Seed, IReadOnlyList<ServerKind> Servers, string? Only)
{
    /// <summary>Whether this fault is to be done.</summary>
    public bool Wants(string id) => Only is null || Only.Split(',').Contains(id);

    /// <summary>So many of something.</summary>
    public int Count(int full, int atLeast) => Math.Max((int)(full * Scale), Math.Min(full, atLeast));

    /// <summary>So long.</summary>
    public TimeSpan Time(double fullSeconds, double atLeastSeconds) => TimeSpan.FromSeconds(Math.Max(fullSeconds * Scale, atLeastSeconds));

    /// <summary>A bound on a time or a load. Strict in full; otherwise a guard of five times as much, since other programs use the machine, too.</summary>
    public double Guard(double strict) => Full ? strict : 5 * strict;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Scale == 1 ? "in full" : $"numbers times {Scale}")}, seed {Seed}");
}
