using SideBySide.Language;

namespace Reliability.Balancing;

/// <summary>
/// Restarts, a kill and a cut cable, behind HAProxy and under load. HTTP says where a message ends, whether it may be repeated and whether it
/// is the last; this lets the load balancer hide most failures. It cannot interpret bytes, so every client of RawSocketServer that was
/// connected there notices. All servers run at once: in the network they are one installation.
/// </summary>
internal static class BehindABalancer
{
    public const string Id = "balancer";

    public static readonly LocalizedText Name = new("Three machines behind HAProxy", "HAProxy 后面的三台机器");

    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(1);

    /// <summary>Runs all phases.</summary>
    /// <returns>The figures for the clients of each kind of server.</returns>
    public static async Task<IReadOnlyList<Row>> RunAsync(RunPlan plan, CancellationToken end)
    {
        var kinds = plan.Servers;
        await using var all = await DataCentre.BuildAsync(kinds);
        var phases = await TellAsync(all).WaitAsync(end);
        var networks = new Measure(
            new("separate networks (namespaces); 0: loopback, where no cable can be cut", "各自独立的网络（命名空间）；0 表示回环地址，无法断网"),
            all.Machines.HaveCables ? Machines.Count : 0);
        return [.. kinds.Select(kind => new Row(
            Name,
            kind,
            [networks, .. kind.IsHttp() ? BalancerMeasures.ByRequests(plan, all.Http[kind], phases) : BalancerMeasures.ByBytes(plan, all.Raw!, phases)],
            null))];
    }

    // In this order each machine has clients of RawSocketServer when its turn comes: new clients go to the machine with the fewest.
    private static async Task<IReadOnlyList<Phase>> TellAsync(DataCentre all)
    {
        await Task.Delay(s_calm);
        List<Phase> phases =
        [
            await Phase.OfAsync(new("rolling restart", "滚动重启"), async happened =>
            {
                for (var machine = 0; machine < Machines.Count; machine++)
                    await all.RestartAsync(machine);
                happened();
            }),
            await Phase.OfAsync(new("SIGTERM, the load balancer not notified", "SIGTERM，未通知负载均衡器"), async happened =>
            {
                await all.RestartUntoldAsync(0);
                happened();
            }),
            await Phase.OfAsync(new("SIGKILL", "SIGKILL"), async happened =>
            {
                await all.KillAsync(1);
                happened();
                await all.ReviveAsync(1);
            }),
        ];
        if (all.Machines.HaveCables)
        {
            phases.Add(await Phase.OfAsync(new("cable cut", "网线断开"), async happened =>
            {
                await all.Machines.CutAsync(2);
                await all.UntilAsync(2, "DOWN");
                happened();
                await Task.Delay(4 * s_calm); // until the last client with a stream to it has given up
                await all.Machines.MendAsync(2);
                await all.UntilAsync(2, "UP");
            }));
        }

        await all.EndAsync();
        return phases;
    }

    /// <summary>A phase of the run.</summary>
    /// <param name="Name">The event.</param>
    /// <param name="Begin">When the event began.</param>
    /// <param name="Happened">When the event was complete and the load balancer could know it.</param>
    /// <param name="End">When its effects were over.</param>
    internal sealed record Phase(LocalizedText Name, long Begin, long Happened, long End)
    {
        public static async Task<Phase> OfAsync(LocalizedText name, Func<Action, Task> what)
        {
            var (begin, happened) = (TimeProvider.System.GetTimestamp(), 0L);
            await what(() => happened = TimeProvider.System.GetTimestamp());
            await Task.Delay(s_calm); // by then its effects on waiting clients are visible
            return new Phase(name, begin, happened, TimeProvider.System.GetTimestamp());
        }
    }
}
