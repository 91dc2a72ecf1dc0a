using SideBySide.Language;

namespace Reliability;

/// <summary>A deliberate fault, and the required behaviour of a server during and after it.</summary>
/// <param name="id">A short name for the command line.</param>
/// <param name="name">The name in the report.</param>
internal abstract class Fault(string id, LocalizedText name)
{
    protected static readonly LocalizedText OthersWait = new("wait of the other clients, p99, ms", "其他客户端等待时间 P99（毫秒）");

    public string Id => id;

    public LocalizedText Name => name;

    /// <summary>Whether the fault applies to this kind of server.</summary>
    public virtual bool Concerns(ServerKind kind) => true;

    /// <summary>Causes the fault. A server that does not withstand it has a measure out of bounds, or causes an exception.</summary>
    public abstract Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server);

    // The strict bound is for an otherwise idle machine. In a bounded run it only detects a server that serves no other client.
    protected static Measure Others(RunPlan plan, double wait) => new(OthersWait, wait, Most: plan.Full ? 250 : 10_000);

    protected static Measure Mib(LocalizedText what, long bytes, double most = double.PositiveInfinity) => new(what, bytes / 1048576.0, Most: most);

    /// <summary>Runs an action this many times, with this many in parallel.</summary>
    protected static Task TimesAsync(int count, int atOnce, Func<int, Task> one) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (i, _) => await one(i));
}
