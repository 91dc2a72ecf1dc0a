namespace Reliability;

/// <summary>Every fault on every server, one after the other, so that each has the machine to itself.</summary>
internal sealed class Suite(RunPlan plan, Action<Row, TimeSpan> done)
{
    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        var rows = new List<Row>();
        foreach (var kind in plan.Servers)
        {
            await using var server = await ServerUnderTest.StartAsync(kind);
            await WarmUpAsync(server);
            var before = server.Usage;
            foreach (var fault in Faults(() => before).Where(fault => fault.Concerns(kind) && (plan.Only is null || plan.Only.Split(',').Contains(fault.Id))))
            {
                var start = TimeProvider.System.GetTimestamp();
                var row = await RunAsync(fault, server);
                rows.Add(row);
                done(row, TimeProvider.System.GetElapsedTime(start));
            }
        }

        return rows;
    }

    // In the order of the table. From Descriptors on each starts servers of its own.
    private static IEnumerable<Fault> Faults(Func<Usage> before) =>
    [
        new Resets(), new HalfCloses(), new NeverReads(), new NeverWrites(), new SlowDrip(), new StopsReading(), new Mutations(), new Volume(), new Idle(), new Churn(),
        new Datagrams(), new Afterwards(before),
        new Descriptors(), .. MutedOutput.All, new HttpShutdown(), new RawShutdown(), new SecondSignal(),
    ];

    // The first exchanges cost what later ones do not: code is compiled, pools and threads are filled. That is no leak.
    private static async Task WarmUpAsync(ServerUnderTest server)
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, _) => await Exchange.OnceAsync(server.Port, server.Kind));
        await Task.Delay(1000);
    }

    private async Task<Row> RunAsync(Fault fault, ServerUnderTest server)
    {
        try
        {
            var measures = await fault.RunAsync(plan, server);
            return new Row(fault.Name, server.Kind, measures, null);
        }
        catch (Exception e) // whatever it was, it is a result, and the other faults are still to come
        {
            return new Row(fault.Name, server.Kind, [], $"{e.GetType().Name}: {e.Message}");
        }
    }
}
