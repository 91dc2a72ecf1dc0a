using System.Runtime.CompilerServices;
using RawSocketServer;
using SideBySide.Servers;

namespace SideBySide.Measure.Load;

/// <summary>One workload on one server.</summary>
/// <param name="Server">The project's name.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Size">The bytes of the message or body.</param>
public sealed record BenchCase(string Server, Workload Workload, int Size);

/// <summary>The plan of a comparison.</summary>
/// <param name="Rounds">The number of measurements of each case, in turn; 1 to 20. Their spread shows how reliable the numbers are.</param>
/// <param name="Duration">The duration of each measurement; 0.2 to 30 s.</param>
/// <param name="Connections">The number of concurrent connections; 1 to 10,000.</param>
/// <param name="Settles">Whether each server is loaded until it has settled before its measurement (<see cref="WarmUp"/>); otherwise the
/// numbers are only rough.</param>
public sealed record BenchPlan(int Rounds, TimeSpan Duration, int Connections, bool Settles = true)
{
    /// <summary>The number of exchanges that ends each measurement; null to use <see cref="Duration"/>.</summary>
    public int? Exchanges { get; init; }

    /// <summary>The minimum seconds of load before a server counts as settled; the maximum is three times as many.</summary>
    public int WarmUpSeconds { get; init; } = 4;

    /// <summary>Checks every range.</summary>
    /// <exception cref="StartupException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        Check.Range("bench", "rounds", Rounds, 1, 20);
        Check.Range("bench", "seconds", Duration.TotalSeconds, 0.2, 30);
        Check.Range("bench", "connections", Connections, 1, 10_000);
    }
}

/// <summary>The progress of a comparison.</summary>
/// <param name="Done">Completed measurements.</param>
/// <param name="Total">All measurements.</param>
/// <param name="Case">The case that was measured last or is warmed up now.</param>
/// <param name="Result">Its result; null during a warm-up.</param>
public sealed record BenchProgress(int Done, int Total, BenchCase Case, LoadResult? Result);

/// <summary>
/// The short comparison: this repository's three servers, each in a separate process, under the same load from another process. Rounds are
/// interleaved, so that other work on the machine affects all servers.
/// </summary>
/// <param name="plan">A validated plan.</param>
/// <param name="time">The clock.</param>
public sealed class Bench(BenchPlan plan, TimeProvider time)
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(0.3);

    /// <summary>The compared cases, in order.</summary>
    public static IReadOnlyList<BenchCase> Cases { get; } =
        [
            .. Of(http: false, Workload.Echo, 1024), .. Of(http: true, Workload.Get, 13),
            .. Of(http: true, Workload.Pipelined, 13), .. Of(http: true, Workload.Post, 1024)
        ];

    /// <summary>Starts the servers, measures them and reports each measurement.</summary>
    /// <exception cref="StartupException">A server did not start, or a response was wrong.</exception>
    public async IAsyncEnumerable<BenchProgress> RunAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        var servers = new Dictionary<string, ServerUnderLoad>();
        var probes = new List<UsageProbe>(); // not queried: a server ends with its pipe, even if this process is killed
        try
        {
            foreach (var server in ServerDefinitions.Servers)
            {
                var command = ServerUnderLoad.CommandOf(server.Name, server.SpeaksHttp ? "http" : "tcp");
                probes.Add(new UsageProbe());
                var environment = probes[^1].Environment.Concat(WarmUp.Hurry).ToDictionary();
                servers[server.Name] = await ServerUnderLoad.StartAsync(server.Name, command, Pinning.Server, time, cancel, environment);
            }

            var (done, total) = (0, plan.Rounds * Cases.Count);
            for (var round = 0; round < plan.Rounds; round++)
            {
                foreach (var one in Cases)
                {
                    var address = servers[one.Server].Address;
                    var load = new LoadPlan(address, one.Workload, plan.Connections, one.Size, s_warmUp, plan.Duration)
                    {
                        Exchanges = plan.Exchanges
                    };
                    if (round == 0 && plan.Settles)
                    {
                        yield return new BenchProgress(done, total, one, null);
                        await WarmUp.RunAsync(servers[one.Server], load, Pinning.Client, cancel, plan.WarmUpSeconds);
                    }

                    var result = await LoadProcess.RunAsync(servers[one.Server], load, Pinning.Client, cancel);
                    yield return new BenchProgress(++done, total, one, result);
                }
            }
        }
        finally
        {
            foreach (var server in servers.Values)
                await server.DisposeAsync();
            foreach (var probe in probes)
                await probe.DisposeAsync();
        }
    }

    private static IEnumerable<BenchCase> Of(bool http, Workload workload, int size) =>
        ServerDefinitions.Servers.Where(server => server.SpeaksHttp == http).Select(server => new BenchCase(server.Name, workload, size));
}

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
        var median = Median.Of(rounds.Select(r => r.RequestsPerSecond));
        var spread = (rounds.Max(r => r.RequestsPerSecond) - rounds.Min(r => r.RequestsPerSecond)) / Math.Max(1, median);
        var cpu = rounds.Select(r => r.ServerCpuMicroseconds).OfType<double>().ToArray();
        return new BenchRow(one, median, spread, Median.Of(rounds.Select(r => r.P50)), Median.Of(rounds.Select(r => r.P99)), cpu.Length == 0 ? null : Median.Of(cpu));
    }
}

/// <summary>The middle of several figures.</summary>
public static class Median
{
    /// <summary>The middle figure, or the mean of the two in the middle.</summary>
    /// <param name="figures">At least one.</param>
    public static double Of(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
