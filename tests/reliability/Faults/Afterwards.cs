using SideBySide.Language;

namespace Reliability;

/// <summary>After all faults the server has released its resources.</summary>
/// <param name="before">The resources before the first fault.</param>
internal sealed class Afterwards(Func<Usage> before) : Fault("afterwards", new("After all of the above", "以上各项之后"))
{
    private static readonly LocalizedText s_kept = new(
        "After 10,000 connections and 2 GiB, Kestrel's pools and the garbage collector return their memory late or never. "
            + "It does not grow further: the second half of the churn adds almost nothing.",
        "经过 10,000 条连接和 2 GiB 之后，Kestrel 的内存池和垃圾回收器很晚才归还内存，或者不再归还；但不会继续增长：频繁新建连接的后半程几乎没有增加内存。");

    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        var first = before();
        var last = await Exchange.SettleAsync(
            () => server.Usage, now => now.Descriptors <= first.Descriptors && now.Threads <= first.Threads + 2, TimeSpan.FromSeconds(45));
        await Exchange.OnceAsync(server.Port, server.Kind);
        return
        [
            new(new("additional descriptors", "多出的描述符"), last.Descriptors - first.Descriptors, Most: 0),
            new(new("additional threads", "多出的线程"), last.Threads - first.Threads, Most: 4),
            Mib(new("memory before, MiB", "之前的内存（MiB）"), first.Memory),
            Mib(new("memory after, MiB", "之后的内存（MiB）"), last.Memory, most: (first.Memory / 1048576.0) + 96)
                with { Excuse = server.Kind == ServerKind.Minimal ? s_kept : null },
        ];
    }
}
