namespace RawSocketServer.Listening.Readiness;

/// <summary>A thread that runs a <see cref="ReadinessLoop"/>, and its progress; the <see cref="StallWatch"/> reads it.</summary>
internal sealed class LoopThread
{
    private const int Rests = 0, Serves = 1, IsTaken = 2;

    private int _state;
    private int _served;
    private long _progress;
    private long _seen = -1;

    /// <summary>The events of the last wait.</summary>
    public Epoll.Events Events { get; private set; } = new();

    /// <summary>The number of events.</summary>
    public int Count { get; private set; }

    /// <summary>The number of events whose handling has begun.</summary>
    public int Served => Volatile.Read(ref _served);

    /// <summary>Whether there are more.</summary>
    public bool HasNext => Served < Count;

    /// <summary>Whether a batch is being handled; otherwise the thread waits for sockets, which may take any time.</summary>
    public bool Works => Volatile.Read(ref _state) == Serves;

    /// <summary>The processor times of the current thread; null if the system does not count them.</summary>
    public ThreadTimes? Times { get; set; }

    /// <summary>Whether no handler has returned to the thread since the last call; for one caller.</summary>
    public bool HasStalled()
    {
        var progress = Volatile.Read(ref _progress);
        var stalled = Works && progress == _seen;
        _seen = progress;
        return stalled;
    }

    /// <summary>
    /// Whether a handler blocks the thread: it has stalled, and not only for lack of a processor, where one more thread would add to the
    /// load. For one caller.
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
    /// Takes the loop from the blocked thread. A thread that meanwhile waits keeps the loop: otherwise the events of its next wait would be
    /// lost.
    /// </summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, IsTaken, Serves) == Serves;

    /// <summary>Whether the next wait may begin; false if the loop was taken.</summary>
    public bool TryRest() => Interlocked.CompareExchange(ref _state, Rests, Serves) != IsTaken;

    /// <summary>Starts a batch of this many events.</summary>
    public void Begin(int count) => Begin(count, 0);

    /// <summary>
    /// Continues the batch of a blocked thread as its own: the thread that may later take over from this one must find the remaining events
    /// here. The late thread no longer uses the batch, because it has lost the loop.
    /// </summary>
    public void Adopt(LoopThread late)
    {
        Events = late.Events;
        Begin(late.Count, late.Served);
    }

    /// <summary>
    /// Begins the next event. The event is read before it counts as begun: a thread that takes over continues after it, and its next wait
    /// overwrites the buffer, however long this thread is stopped right here.
    /// </summary>
    public (int Number, Readiness Readiness) Next()
    {
        var next = Events[_served];
        Volatile.Write(ref _served, _served + 1);
        Volatile.Write(ref _progress, _progress + 1);
        return next;
    }

    // All fields are set before another thread may take over: with the old progress, events of this batch would count as handled.
    private void Begin(int count, int served)
    {
        Count = count;
        Volatile.Write(ref _served, served);
        Volatile.Write(ref _progress, _progress + 1); // a new batch is progress, after any wait
        Volatile.Write(ref _state, Serves);
        StallWatch.Notice();
    }
}
