using SideBySide.Language;

namespace Reliability;

/// <summary>After all that: everything that was taken is given back.</summary>
/// <param name="before">What it held before the first fault.</param>
internal sealed class Afterwards(Func<Usage> before) : Fault("afterwards", new("After all of the above", "以上各项之后"))
{
    private static readonly LocalizedText s_kept = new(
        "What Kestrel's pools and the garbage collector keep after 10,000 connections and 2 GiB goes back late or never; it does not grow from there, as the churn shows, whose second half adds next to nothing.",
        "经过 10,000 个连接和 2 GiB 之后，Kestrel 的内存池和垃圾回收器留下的内存很晚才归还，或者不再归还；但不会继续增长：频繁新建连接的后半程几乎没有增加内存。");

    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        var first = before();
        var last = await Exchange.SettleAsync(
            () => server.Usage, now => now.Descriptors <= first.Descriptors && now.Threads <= first.Threads + 2, TimeSpan.FromSeconds(45));
        await Exchange.OnceAsync(server.Port, server.Kind);
        return
        [
            new(new("descriptors more than before", "多出的描述符"), last.Descriptors - first.Descriptors, Most: 0),
            new(new("threads more than before", "多出的线程"), last.Threads - first.Threads, Most: 4),
            Mib(new("memory before, MiB", "之前的内存（MiB）"), first.Memory),
            Mib(new("memory after, MiB", "之后的内存（MiB）"), last.Memory, most: (first.Memory / 1048576.0) + 96) with { Excuse = server.Kind == ServerKind.Minimal ? s_kept : null },
        ];
    }
}
