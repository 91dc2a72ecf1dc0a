namespace SideBySide.Experiments.Running;

/// <summary>
/// Whether the servers in this process have something to do. All of them are asynchronous: what they do runs on the thread pool, and what
/// arrives for them is queued there. After a control exchange, whose bytes came later, an idle pool has done all that came earlier.
/// </summary>
internal static class ServerThreads
{
    /// <summary>Whether the pool has no work but the caller's. On a busy machine it may never be seen so, which says nothing.</summary>
    public static bool AreIdle()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        var others = most - available - (Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
        return others <= 0 && ThreadPool.PendingWorkItemCount == 0;
    }
}
