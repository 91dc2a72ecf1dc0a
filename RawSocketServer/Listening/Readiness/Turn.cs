namespace RawSocketServer.Listening.Readiness;

/// <summary>A thread's turn at a <see cref="ReadinessLoop"/>, and how far it has come; the <see cref="Overseer"/> reads it.</summary>
internal sealed class Turn
{
    private bool _works;
    private int _served;
    private long _progress;
    private long _seen = -1;

    /// <summary>What the last wait told.</summary>
    public Epoll.Events Events { get; private set; } = new();

    /// <summary>How many of them.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them were begun.</summary>
    public int Served => Volatile.Read(ref _served);

    /// <summary>Whether a batch is being served; otherwise the thread waits for sockets, which may take any time.</summary>
    public bool Works => Volatile.Read(ref _works);

    /// <summary>Whether no handler has let go of the thread since this was asked last; for one asker.</summary>
    public bool HasStalled()
    {
        var progress = Volatile.Read(ref _progress);
        var stalled = Works && progress == _seen;
        _seen = progress;
        return stalled;
    }

    /// <summary>The next wait begins.</summary>
    public void Rest() => Volatile.Write(ref _works, false);

    /// <summary>So many are to be served.</summary>
    public void Begin(int count)
    {
        Count = count;
        Volatile.Write(ref _works, true);
        Overseer.Notice();
    }

    /// <summary>
    /// Goes on with the batch of a turn that is stuck, as its own: who takes over from this one must find there what is left of it. The late
    /// one looks at the batch no more, since it is not its turn.
    /// </summary>
    public void Adopt(Turn late)
    {
        Events = late.Events;
        Volatile.Write(ref _served, late.Served);
        Begin(late.Count);
    }

    /// <summary>One more is begun.</summary>
    public void Next(int served)
    {
        Volatile.Write(ref _served, served);
        Volatile.Write(ref _progress, _progress + 1);
    }
}
