using System.Text.Json.Serialization;
using SideBySide.Measure.Load;

namespace Benchmarks.Results;

/// <summary>All rounds of one server under one load.</summary>
/// <param name="Load">The load's id.</param>
/// <param name="Server">The server's name.</param>
/// <param name="Date">When, in ISO 8601.</param>
/// <param name="Rounds">What was measured, in order; at least one.</param>
public sealed record Measurement(string Load, string Server, string Date, IReadOnlyList<LoadResult> Rounds)
{
    /// <summary>System calls of the server for one request, counted in a round of their own; null when nothing that counts them is installed.</summary>
    public double? SystemCalls { get; init; }

    /// <summary>Medians and spread of the rounds.</summary>
    [JsonIgnore]
    public BenchRow Row => BenchRow.Of(new BenchCase(Server, default, 0), [.. Rounds]);

    /// <summary>Requests a second. A single round is no steady figure: nobody knows how far another one would be.</summary>
    [JsonIgnore]
    public Figure Speed => Figure.OfRounds(Rounds.Select(round => (double?)round.RequestsPerSecond))!.Value;

    /// <summary>The 99th percentile of the latency, in microseconds; as steady as the requests a second.</summary>
    [JsonIgnore]
    public Figure P99 => Speed with { Value = Row.P99 };

    /// <summary>Processor time of the server for one request, in microseconds; noisy by its own spread, which is not that of the requests a second.</summary>
    [JsonIgnore]
    public Figure? Cpu => Figure.OfRounds(Rounds.Select(round => round.ServerCpuMicroseconds));

    /// <summary>
    /// How many times a figure of another measurement this one's is. The servers take turns in every round, so each round is a pair that met the
    /// same machine: the ratio is the median of the pairs' ratios, and it is steady when these agree, even if the machine's speed drifts.
    /// </summary>
    public Figure? Ratio(Measurement other, Func<LoadResult, double?> of) =>
        Figure.OfRounds(Rounds.Zip(other.Rounds, (one, two) => of(one) / of(two)));

    /// <summary>Memory of the server for one idle connection, in bytes.</summary>
    [JsonIgnore]
    public Figure? MemoryPerIdle => Figure.OfRounds(Rounds.Select(round => round.MemoryPerIdle));

    /// <summary>How often a thread of the server went to sleep, for one request.</summary>
    [JsonIgnore]
    public Figure? Switches => Figure.OfRounds(Rounds.Select(round => round.ServerSwitches));
}

/// <summary>The same server under the same load by our clients and by wrk, in turn.</summary>
/// <param name="Load">The load's id.</param>
/// <param name="Server">The server's name.</param>
/// <param name="Ours">Requests a second of each round with our clients.</param>
/// <param name="Wrk">The same with wrk.</param>
public sealed record CrossCheck(string Load, string Server, IReadOnlyList<double> Ours, IReadOnlyList<double> Wrk)
{
    /// <summary>The median with our clients.</summary>
    [JsonIgnore]
    public Figure OurSpeed => Figure.OfRounds(Ours.Select(round => (double?)round))!.Value;

    /// <summary>The median with wrk.</summary>
    [JsonIgnore]
    public Figure WrkSpeed => Figure.OfRounds(Wrk.Select(round => (double?)round))!.Value;
}

/// <summary>What a server allocated.</summary>
/// <param name="Load">The load's id.</param>
/// <param name="Server">The server's name.</param>
/// <param name="BytesPerRequest">On the managed heap, by the whole process, for one request or message.</param>
public sealed record Allocation(string Load, string Server, double BytesPerRequest);

/// <summary>A row of BenchmarkDotNet's results.</summary>
/// <param name="Case">The parameter it was measured with, for example which request's head; empty when there is none.</param>
/// <param name="Method">What was measured, for example whose parser.</param>
/// <param name="Nanoseconds">The median for one call.</param>
/// <param name="Allocated">Bytes for one call.</param>
public sealed record MicroRow(string Case, string Method, double Nanoseconds, double? Allocated);
