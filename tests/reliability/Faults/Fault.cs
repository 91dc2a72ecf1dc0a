using SideBySide.Language;

namespace Reliability;

/// <summary>One thing that goes wrong on purpose, and what a server must be like meanwhile and afterwards.</summary>
/// <param name="id">Short, for the command line.</param>
/// <param name="name">For people.</param>
internal abstract class Fault(string id, LocalizedText name)
{
    protected static readonly LocalizedText OthersWait = new("wait of the other clients, p99, ms", "其他客户端等待时间 P99（毫秒）");

    public string Id => id;

    public LocalizedText Name => name;

    /// <summary>Whether it can be done to such a server at all.</summary>
    public virtual bool Concerns(ServerKind kind) => true;

    /// <summary>Does it. A server that does not bear it shows as a measure out of bounds, or as an exception.</summary>
    public abstract Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server);

    // The strict bound is meant for a machine that does nothing else. In a bounded run this only guards against a server that serves nobody else.
    protected static Measure Others(RunPlan plan, double wait) => new(OthersWait, wait, Most: plan.Full ? 250 : 10_000);

    protected static Measure Mib(LocalizedText what, long bytes, double most = double.PositiveInfinity) => new(what, bytes / 1048576.0, Most: most);

    /// <summary>Runs something so often, so many at a time.</summary>
    protected static Task TimesAsync(int count, int atOnce, Func<int, Task> one) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (i, _) => await one(i));
}
