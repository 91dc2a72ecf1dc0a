using System.Text.Json.Serialization;
using SideBySide.Load;

namespace Benchmarks;

/// <summary>All rounds of one server under one load.</summary>
/// <param name="Load">The load's id.</param>
/// <param name="Server">The server's name.</param>
/// <param name="Rounds">What was measured, in order.</param>
public sealed record Measurement(string Load, string Server, IReadOnlyList<LoadResult> Rounds)
{
    /// <summary>Medians and spread of the rounds.</summary>
    [JsonIgnore]
    public BenchRow Row => BenchRow.Of(new BenchCase(Server, default, 0), [.. Rounds]);
}

/// <summary>A whole run.</summary>
/// <param name="Machine">Processor, system and runtime.</param>
/// <param name="Date">When.</param>
/// <param name="Pinned">Servers and clients had a processor each.</param>
/// <param name="Starts">From the start of the process until it listened, in milliseconds.</param>
/// <param name="Measurements">Everything measured.</param>
public sealed record Run(string Machine, string Date, bool Pinned, IReadOnlyDictionary<string, double> Starts, IReadOnlyList<Measurement> Measurements)
{
    /// <summary>This run, and of an earlier one what was not measured again, in the suite's order.</summary>
    public Run Beside(Run earlier) => this with
    {
        Starts = earlier.Starts.Concat(Starts).GroupBy(s => s.Key).ToDictionary(s => s.Key, s => s.Last().Value),
        Measurements = [.. Suite.Loads.SelectMany(load => (Measurements.Any(m => m.Load == load.Id) ? Measurements : earlier.Measurements).Where(m => m.Load == load.Id))],
    };
}
