using SideBySide.Measure.Load;

namespace Benchmarks.Results;

/// <summary>Everything that is known, as it is kept in <c>docs/performance.json</c>.</summary>
/// <param name="Machine">Processor, system and runtime. Results of another machine are never kept beside these.</param>
public sealed record Run(string Machine)
{
    /// <summary>Servers under load.</summary>
    public IReadOnlyList<Measurement> Measurements { get; init; } = [];

    /// <summary>Our clients beside wrk.</summary>
    public IReadOnlyList<CrossCheck> CrossChecks { get; init; } = [];

    /// <summary>What is allocated for a request.</summary>
    public IReadOnlyList<Allocation> Allocations { get; init; } = [];

    /// <summary>The parser alone.</summary>
    public IReadOnlyList<MicroRow> Parser { get; init; } = [];

    /// <summary>Looking whether anybody observes, all of it that one request does; null when it was not measured.</summary>
    public MicroRow? Looks { get; init; }

    /// <summary>One server under one load; null when it was not measured.</summary>
    public Measurement? Of(string load, string server) => Measurements.FirstOrDefault(m => m.Load == load && m.Server == server);

    /// <summary>How many times as many requests one server answers as another; null unless both were measured.</summary>
    public Figure? Ratio(string load, string server, string other) => Ratio(load, server, other, round => round.RequestsPerSecond);

    /// <summary>The ratio of another figure; null unless both servers have it.</summary>
    public Figure? Ratio(string load, string server, string other, Func<LoadResult, double?> of) =>
        Of(load, server) is { } one && Of(load, other) is { } two ? one.Ratio(two, of) : null;

    /// <summary>With new measurements in place of older ones of the same loads.</summary>
    public Run With(IReadOnlyCollection<Measurement> fresh) => this with
    {
        Measurements = [.. Measurements.Where(old => fresh.All(m => m.Load != old.Load)), .. fresh],
    };
}
