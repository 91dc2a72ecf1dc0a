using Reliability.Balancing;
using SideBySide.Language;

namespace Reliability;

/// <summary>Runs every fault on every server, one after another, so that each has the whole machine.</summary>
internal sealed class Suite(RunPlan plan, Action<Row, TimeSpan> done)
{
    // A fault that never ends is a result as well; the slowest of a full run takes two minutes.
    private static readonly TimeSpan s_most = TimeSpan.FromMinutes(6);

    public async Task<IReadOnlyList<Row>> RunAsync(CancellationToken cancellation)
    {
        var rows = new List<Row>();
        foreach (var kind in plan.Servers)
        {
            Usage? before = null;
            var faults = Faults(() => before!).Where(fault => fault.Concerns(kind) && plan.Wants(fault.Id)).ToArray();
            if (faults.Length == 0)
                continue;
            await using var server = await ServerUnderTest.StartAsync(kind);
            await WarmUpAsync(server);
            before = server.Usage;
            foreach (var fault in faults)
                await AddAsync(
                    rows,
                    fault.Name,
                    [kind],
                    async end => [new Row(fault.Name, kind, await fault.RunAsync(plan, server).WaitAsync(end), null)],
                    cancellation);
        }

        if (plan.Wants(BehindABalancer.Id))
            await AddAsync(rows, BehindABalancer.Name, plan.Servers, end => BehindABalancer.RunAsync(plan, end), cancellation);
        return rows;
    }

    // In the order of the table. From Descriptors on, each fault starts its own servers.
    private static IEnumerable<Fault> Faults(Func<Usage> before) =>
    [
        new Resets(), new HalfCloses(), new NeverReads(), new NeverWrites(), new SlowDrip(),
        new StopsReading(), new Mutations(), new Volume(), new Idle(), new Churn(),
        new Datagrams(), new Afterwards(before),
        new Descriptors(), .. MutedOutput.All, new ClockJumps(), new HttpShutdown(), new RawShutdown(), new SecondSignal(),
    ];

    // The first exchanges need more than later ones: code is compiled, pools and threads are created. This is not a leak.
    private static async Task WarmUpAsync(ServerUnderTest server)
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1000),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (_, _) => await Exchange.OnceAsync(server.Port, server.Kind));
        await Task.Delay(1000);
    }

    private async Task AddAsync(
        List<Row> rows, LocalizedText name, IReadOnlyList<ServerKind> servers,
        Func<CancellationToken, Task<IReadOnlyList<Row>>> run, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(s_most);
        IReadOnlyList<Row> added;
        try
        {
            added = await run(end.Token);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested) // any error is a result, and the other faults still have to run
        {
            added = [.. servers.Select(kind => new Row(name, kind, [], $"{e.GetType().Name}: {e.Message}"))];
        }

        rows.AddRange(added);
        foreach (var row in added)
            done(row, TimeProvider.System.GetElapsedTime(start));
    }
}
