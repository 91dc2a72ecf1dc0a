using SideBySide.Measure.Load;

namespace Benchmarks.Results;

/// <summary>All results, as stored in <c>docs/performance.json</c>.</summary>
/// <param name="Machine">Processor, system and runtime. One file never mixes the results of two machines.</param>
public sealed record Run(string Machine)
{
    /// <summary>Servers under load.</summary>
    public IReadOnlyList<Measurement> Measurements { get; init; } = [];

    /// <summary>This repository's clients beside wrk.</summary>
    public IReadOnlyList<CrossCheck> CrossChecks { get; init; } = [];

    /// <summary>The bytes allocated per request.</summary>
    public IReadOnlyList<Allocation> Allocations { get; init; } = [];

    /// <summary>The parser alone.</summary>
    public IReadOnlyList<MicroRow> Parser { get; init; } = [];

    /// <summary>The checks for observers that one request needs; null if they were not measured.</summary>
    public MicroRow? Looks { get; init; }

    /// <summary>One server under one load; null if it was not measured.</summary>
    public Measurement? Of(string load, string server) => Measurements.FirstOrDefault(m => m.Load == load && m.Server == server);

    /// <summary>The ratio of one server's requests per second to another's; null unless both were measured.</summary>
    public Figure? Ratio(string load, string server, string other) => Ratio(load, server, other, round => round.RequestsPerSecond);

    /// <summary>The ratio of another figure; null unless both servers have it.</summary>
    public Figure? Ratio(string load, string server, string other, Func<LoadResult, double?> of) =>
        Of(load, server) is { } one && Of(load, other) is { } two ? one.Ratio(two, of) : null;

    /// <summary>A copy in which new measurements replace older ones of the same loads.</summary>
    public Run With(IReadOnlyCollection<Measurement> fresh) => this with
    {
        Measurements = [.. Measurements.Where(old => fresh.All(m => m.Load != old.Load)), .. fresh],
    };
}
