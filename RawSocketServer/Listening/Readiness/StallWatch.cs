namespace RawSocketServer.Listening.Readiness;

/// <summary>
/// Keeps a blocking handler from delaying other connections for long: a thread that checks all loops every 25 ms while any of them has
/// work, and sleeps otherwise. A loop without progress in two checks is given to another thread, unless its own was ready to run and had no
/// processor: then one more thread would only add to the load.
/// </summary>
internal static class StallWatch
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(25);
    private static readonly AutoResetEvent s_work = new(false);
    private static readonly ManualResetEvent s_never = new(false);
    private static bool s_awake;

    static StallWatch() => new Thread(Run) { IsBackground = true, Name = "Readiness overseer" }.UnsafeStart();

    /// <summary>A loop begins to work.</summary>
    public static void Notice()
    {
        Interlocked.MemoryBarrier(); // either that thread sees the working loop, or this one sees that it sleeps
        if (!Volatile.Read(ref s_awake))
            _ = s_work.Set();
    }

    private static void Run()
    {
        while (true)
        {
            Volatile.Write(ref s_awake, false);
            Interlocked.MemoryBarrier();
            if (!AnyWorks())
                _ = s_work.WaitOne();
            Volatile.Write(ref s_awake, true);
            do
            {
                _ = s_never.WaitOne(s_interval);
                Look();
            }
            while (AnyWorks());
        }
    }

    private static void Look()
    {
        foreach (var loop in ReadinessLoop.All)
        {
            var turn = loop.Current;
            if (turn.IsHeldUp(s_interval / 2))
                loop.TakeOver(turn);
        }
    }

    private static bool AnyWorks()
    {
        foreach (var loop in ReadinessLoop.All)
        {
            if (loop.Current.Works)
                return true;
        }

        return false;
    }
}
