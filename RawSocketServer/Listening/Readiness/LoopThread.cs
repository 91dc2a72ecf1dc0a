namespace RawSocketServer.Listening.Readiness;

/// <summary>A thread's turn at a <see cref="ReadinessLoop"/>, and how far it has come; the <see cref="StallWatch"/> reads it.</summary>
internal sealed class LoopThread
{
    private const int Rests = 0, Serves = 1, IsTaken = 2;

    private int _state;
    private int _served;
    private long _progress;
    private long _seen = -1;

    /// <summary>What the last wait told.</summary>
    public Epoll.Events Events { get; private set; } = new();

    /// <summary>How many of them.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them were begun.</summary>
    public int Served => Volatile.Read(ref _served);

    /// <summary>Whether there are more.</summary>
    public bool HasNext => Served < Count;

    /// <summary>Whether a batch is being served; otherwise the thread waits for sockets, which may take any time.</summary>
    public bool Works => Volatile.Read(ref _state) == Serves;

    /// <summary>The times of the thread whose turn it is; null where the system does not count them.</summary>
    public ThreadTimes? Times { get; set; }

    /// <summary>Whether no handler has let go of the thread since this was asked last; for one asker.</summary>
    public bool HasStalled()
    {
        var progress = Volatile.Read(ref _progress);
        var stalled = Works && progress == _seen;
        _seen = progress;
        return stalled;
    }

    /// <summary>
    /// Whether a handler holds up the thread: it has stalled, and not only because it lacked a processor, where one more thread would add to
    /// the load. For one asker.
    /// </summary>
    /// <param name="part">The time without a processor that explains a stall.</param>
    public bool IsHeldUp(TimeSpan part)
    {
        if (HasStalled())
            return Times is null || !Times.LackedProcessor(part);
        Times?.Forget();
        return false;
    }

    /// <summary>
    /// Takes it from the thread that is stuck in it. One that has come to rest meanwhile keeps it: what its next wait tells, nobody else
    /// would hear of again.
    /// </summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, IsTaken, Serves) == Serves;

    /// <summary>The next wait may begin; not when the turn was taken.</summary>
    public bool TryRest() => Interlocked.CompareExchange(ref _state, Rests, Serves) != IsTaken;

    /// <summary>So many are to be served.</summary>
    public void Begin(int count) => Begin(count, 0);

    /// <summary>
    /// Goes on with the batch of a turn that is stuck, as its own: who takes over from this one must find there what is left of it. The late
    /// one looks at the batch no more, since it is not its turn.
    /// </summary>
    public void Adopt(LoopThread late)
    {
        Events = late.Events;
        Begin(late.Count, late.Served);
    }

    /// <summary>
    /// Begins one more. It is read before it counts as begun: whoever takes the turn over goes on after it, and the next wait writes over it,
    /// however long this thread is held up right here.
    /// </summary>
    public (int Number, Readiness Readiness) Next()
    {
        var next = Events[_served];
        Volatile.Write(ref _served, _served + 1);
        Volatile.Write(ref _progress, _progress + 1);
        return next;
    }

    // All of it stands before anyone may take the turn: with what was served of the batch before, events of this one would pass for served.
    private void Begin(int count, int served)
    {
        Count = count;
        Volatile.Write(ref _served, served);
        Volatile.Write(ref _progress, _progress + 1); // a batch that begins is progress, however long the wait before it was
        Volatile.Write(ref _state, Serves);
        StallWatch.Notice();
    }
}
