namespace SideBySide.Experiments.Running;

/// <summary>
/// Whether the servers in this process have work. All of them are asynchronous: their work runs on the thread pool or is queued there. An
/// idle pool after a control exchange has done all work that arrived before the exchange.
/// </summary>
internal static class ServerThreads
{
    /// <summary>Whether the pool has no work except the caller's. On a busy machine this may never be true, which proves nothing.</summary>
    public static bool AreIdle()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        var others = most - available - (Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
        return others <= 0 && ThreadPool.PendingWorkItemCount == 0;
    }
}
