using System.Runtime.CompilerServices;
using RawSocketServer;
using SideBySide.Servers;

namespace SideBySide.Measure.Load;

/// <summary>One kind of load on one kind of server.</summary>
/// <param name="Server">The project's name.</param>
/// <param name="Workload">What is sent.</param>
/// <param name="Size">Bytes of the message or body.</param>
public sealed record BenchCase(string Server, Workload Workload, int Size);

/// <summary>How a comparison is run.</summary>
/// <param name="Rounds">How often everything is measured, in turn; 1 to 20. More show how far the numbers can be trusted.</param>
/// <param name="Duration">Of each measurement; 0.2 to 30 s.</param>
/// <param name="Connections">At once; 1 to 10,000.</param>
/// <param name="Settles">Whether each server is loaded until it has settled before it is measured (<see cref="WarmUp"/>); otherwise the numbers show the shape and no more.</param>
public sealed record BenchPlan(int Rounds, TimeSpan Duration, int Connections, bool Settles = true)
{
    /// <summary>Ends each measurement after so many exchanges instead of <see cref="Duration"/>; null for the duration.</summary>
    public int? Exchanges { get; init; }

    /// <summary>Seconds of load before a server can count as settled; at most three times as many.</summary>
    public int WarmUpSeconds { get; init; } = 4;

    /// <summary>Checks every range.</summary>
    /// <exception cref="StartupException">A value is out of range; the sentence names it.</exception>
    public void Validate()
    {
        Check.Range("bench", "rounds", Rounds, 1, 20);
        Check.Range("bench", "seconds", Duration.TotalSeconds, 0.2, 30);
        Check.Range("bench", "connections", Connections, 1, 10_000);
    }
}

/// <summary>How far a comparison has come.</summary>
/// <param name="Done">Measurements done.</param>
/// <param name="Total">Measurements in all.</param>
/// <param name="Case">What was measured last, or is warmed up now.</param>
/// <param name="Result">What came of it; null while it is warmed up.</param>
public sealed record BenchProgress(int Done, int Total, BenchCase Case, LoadResult? Result);

/// <summary>
/// The short comparison: the three servers of this repository, each in a process of its own, under the same load from another process.
/// Rounds are interleaved, so that whatever else the machine does hits all of them.
/// </summary>
/// <param name="plan">Validated.</param>
/// <param name="time">The clock.</param>
public sealed class Bench(BenchPlan plan, TimeProvider time)
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(0.3);

    /// <summary>What is compared, in order.</summary>
    public static IReadOnlyList<BenchCase> Cases { get; } =
        [.. Of(http: false, Workload.Echo, 1024), .. Of(http: true, Workload.Get, 13), .. Of(http: true, Workload.Pipelined, 13), .. Of(http: true, Workload.Post, 1024)];

    /// <summary>Starts the servers, measures, and tells each measurement as soon as it is done.</summary>
    /// <exception cref="StartupException">A server did not start, or answered wrongly.</exception>
    public async IAsyncEnumerable<BenchProgress> RunAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        var servers = new Dictionary<string, ServerUnderLoad>();
        var probes = new List<UsageProbe>(); // they ask nothing here: a server ends with its pipe, also when this process is killed
        try
        {
            foreach (var server in ServerDefinition.Servers)
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
        ServerDefinition.Servers.Where(server => server.SpeaksHttp == http).Select(server => new BenchCase(server.Name, workload, size));
}
