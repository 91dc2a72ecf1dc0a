using System.Text.Json.Serialization;
using SideBySide.Measure.Load;

namespace Benchmarks.Results;

/// <summary>All rounds of one server under one load.</summary>
/// <param name="Load">The load's id.</param>
/// <param name="Server">The server's name.</param>
/// <param name="Date">The date in ISO 8601.</param>
/// <param name="Rounds">The results of the rounds in order; at least one.</param>
public sealed record Measurement(string Load, string Server, string Date, IReadOnlyList<LoadResult> Rounds)
{
    /// <summary>System calls of the server per request, counted in a separate round; null if no tool can count them.</summary>
    public double? SystemCalls { get; init; }

    /// <summary>The medians and the spread of the rounds.</summary>
    [JsonIgnore]
    public BenchRow Row => BenchRow.Of(new BenchCase(Server, default, 0), [.. Rounds]);

    /// <summary>Requests per second. A single round is not steady, since its spread is unknown.</summary>
    [JsonIgnore]
    public Figure Speed => Figure.OfRounds(Rounds.Select(round => (double?)round.RequestsPerSecond))!.Value;

    /// <summary>The 99th percentile of the latency in microseconds; as steady as the requests per second.</summary>
    [JsonIgnore]
    public Figure P99 => Speed with { Value = Row.P99 };

    /// <summary>Processor time of the server per request, in microseconds; it has its own spread.</summary>
    [JsonIgnore]
    public Figure? Cpu => Figure.OfRounds(Rounds.Select(round => round.ServerCpuMicroseconds));

    /// <summary>
    /// The ratio of a figure to that of another measurement. The servers take turns in each round, so each round is a pair under the same
    /// conditions. The result is the median of the pairs' ratios; it is steady if these agree, even if the speed of the machine drifts.
    /// </summary>
    public Figure? Ratio(Measurement other, Func<LoadResult, double?> of) =>
        Figure.OfRounds(Rounds.Zip(other.Rounds, (one, two) => of(one) / of(two)));

    /// <summary>Memory of the server per idle connection, in bytes.</summary>
    [JsonIgnore]
    public Figure? MemoryPerIdle => Figure.OfRounds(Rounds.Select(round => round.MemoryPerIdle));

    /// <summary>How often a thread of the server went to sleep, per request.</summary>
    [JsonIgnore]
    public Figure? Switches => Figure.OfRounds(Rounds.Select(round => round.ServerSwitches));
}

/// <summary>The same server under the same load, with this repository's clients and with wrk in turn.</summary>
/// <param name="Load">The load's id.</param>
/// <param name="Server">The server's name.</param>
/// <param name="Ours">Requests per second in each round with this repository's clients.</param>
/// <param name="Wrk">The same with wrk.</param>
public sealed record CrossCheck(string Load, string Server, IReadOnlyList<double> Ours, IReadOnlyList<double> Wrk)
{
    /// <summary>The median with this repository's clients.</summary>
    [JsonIgnore]
    public Figure OurSpeed => Figure.OfRounds(Ours.Select(round => (double?)round))!.Value;

    /// <summary>The median with wrk.</summary>
    [JsonIgnore]
    public Figure WrkSpeed => Figure.OfRounds(Wrk.Select(round => (double?)round))!.Value;
}

/// <summary>The allocations of a server.</summary>
/// <param name="Load">The load's id.</param>
/// <param name="Server">The server's name.</param>
/// <param name="BytesPerRequest">Bytes on the managed heap, by the whole process, per request or message.</param>
public sealed record Allocation(string Load, string Server, double BytesPerRequest);

/// <summary>A row of BenchmarkDotNet's results.</summary>
/// <param name="Case">The parameter, for example the name of the request; empty if there is none.</param>
/// <param name="Method">The measured method, for example the parser.</param>
/// <param name="Nanoseconds">The median per call.</param>
/// <param name="Allocated">Bytes per call.</param>
public sealed record MicroRow(string Case, string Method, double Nanoseconds, double? Allocated);
