using SideBySide.Language;

namespace Reliability.Balancing;

/// <summary>
/// Restarts, a sudden death and a cut cable, behind HAProxy and under load. What HTTP says of a message (where it ends, whether it may
/// be repeated, whether it is the last) is all that the balancer needs to hide them; of bytes it knows nothing, so every client of the
/// raw server that was connected there notices. Done to all servers at once: to the network they are one installation.
/// </summary>
internal static class BehindABalancer
{
    public const string Id = "balancer";

    public static readonly LocalizedText Name = new("Three machines behind HAProxy", "HAProxy 后面的三台机器");

    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(1);

    /// <summary>Does all of it.</summary>
    /// <returns>What the clients of each kind of server lived through.</returns>
    public static async Task<IReadOnlyList<Row>> RunAsync(RunPlan plan, CancellationToken end)
    {
        var kinds = plan.Servers;
        await using var all = await DataCentre.BuildAsync(kinds);
        var phases = await TellAsync(all).WaitAsync(end);
        var networks = new Measure(new("separate networks (namespaces); 0: loopback, where no cable can be cut", "各自独立的网络（命名空间）；0 表示回环地址，无法断网"), all.Machines.HaveCables ? Machines.Count : 0);
        return [.. kinds.Select(kind => new Row(Name, kind, [networks, .. kind.IsHttp() ? BalancerMeasures.ByRequests(plan, all.Http[kind], phases) : BalancerMeasures.ByBytes(plan, all.Raw!, phases)], null))];
    }

    // In an order in which each machine has clients of the raw server when its turn comes: they go where the fewest are.
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
                await Task.Delay(4 * s_calm); // until the last who spoke into it has given up
                await all.Machines.MendAsync(2);
                await all.UntilAsync(2, "UP");
            }));
        }

        await all.EndAsync();
        return phases;
    }

    /// <summary>A part of the story.</summary>
    /// <param name="Name">What happened.</param>
    /// <param name="Begin">When it began.</param>
    /// <param name="Happened">When it had happened, and the balancer could know.</param>
    /// <param name="End">When its traces were gone.</param>
    internal sealed record Phase(LocalizedText Name, long Begin, long Happened, long End)
    {
        public static async Task<Phase> OfAsync(LocalizedText name, Func<Action, Task> what)
        {
            var (begin, happened) = (TimeProvider.System.GetTimestamp(), 0L);
            await what(() => happened = TimeProvider.System.GetTimestamp());
            await Task.Delay(s_calm); // what it has done to those who were asking is seen now
            return new Phase(name, begin, happened, TimeProvider.System.GetTimestamp());
        }
    }
}
