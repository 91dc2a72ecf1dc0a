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
        [.. Of(http: false, Workload.Echo, 1024), .. Of(http: true, Workload.Get, 13), .. Of(http: true, Workload.Pipelined, 13), .. Of(http: true, Workload.Post, 1024)];

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
                servers[server.Name] = await ServerUnderLoad.StartAsync(server.Name, command, Pinning.Server, time, cancel, probes[^1].Environment.Concat(WarmUp.Hurry).ToDictionary());
            }

            var (done, total) = (0, plan.Rounds * Cases.Count);
            for (var round = 0; round < plan.Rounds; round++)
            {
                foreach (var one in Cases)
                {
                    var load = new LoadPlan(servers[one.Server].Address, one.Workload, plan.Connections, one.Size, s_warmUp, plan.Duration) { Exchanges = plan.Exchanges };
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
