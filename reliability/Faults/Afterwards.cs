namespace Reliability;

/// <summary>After all that: everything that was taken is given back.</summary>
/// <param name="before">What it held before the first fault.</param>
internal sealed class Afterwards(Func<Usage> before) : Fault("afterwards", new("After all of the above", "以上各项之后"))
{
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
            Mib(new("memory after, MiB", "之后的内存（MiB）"), last.Memory, most: (first.Memory / 1048576.0) + 96),
        ];
    }
}
