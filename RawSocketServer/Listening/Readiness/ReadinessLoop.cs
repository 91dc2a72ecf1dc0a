using System.Net.Sockets;

namespace RawSocketServer.Listening.Readiness;

/// <summary>
/// One thread that waits for many sockets at once. When a socket is ready, it resumes the waiting handler on the same thread ("inline").
/// Receive, parse, respond and send happen one after the other on one processor, without waking a second thread. This makes it fast: under
/// load, a single wait returns a whole batch of sockets.
/// <para>
/// The price: while a handler runs, the other connections of this loop wait. Handlers that await slow operations, like all in this
/// repository, return within microseconds. If a handler blocks or computes for long, the <see cref="StallWatch"/> notices it: another
/// thread takes over the loop and the rest of the batch, and the late thread ends when its handler returns.
/// </para>
/// </summary>
internal sealed class ReadinessLoop
{
    // One loop per processor; connections are assigned in turn. Loops run until the process ends. Not a Lazy, which would keep a failure: a
    // shortage is temporary.
    private static readonly Lock s_making = new();
    private static ReadinessLoop[]? s_all;

    /// <summary>The maximum number of threads of a loop that are blocked in handlers; above it the loop waits for one of them.</summary>
    private const int MaxStuck = 256;

    private static uint s_next;

    private readonly Epoll _epoll = new();
    private readonly Lock _gate = new();
    private ReadySocket?[] _sockets = new ReadySocket?[256]; // by descriptor: Unix assigns the lowest free number
    private LoopThread _turn = new();
    private int _stuck;

    private ReadinessLoop() => Start(_turn, late: null);

    /// <summary>All loops of this process.</summary>
    public static ReadinessLoop[] All => Volatile.Read(ref s_all) ?? Make();

    /// <summary>The loop for the next connection.</summary>
    public static ReadinessLoop Next() => All[Interlocked.Increment(ref s_next) % All.Length];

    /// <summary>The thread that currently runs this loop.</summary>
    public LoopThread Current => Volatile.Read(ref _turn);

    /// <summary>Starts to deliver events to the socket.</summary>
    /// <returns>The number for <see cref="Forget"/>.</returns>
    /// <exception cref="SocketException">The kernel has no memory for one more.</exception>
    public int Register(ReadySocket socket, SafeSocketHandle handle)
    {
        var number = (int)handle.DangerousGetHandle();
        lock (_gate)
        {
            if (number >= _sockets.Length)
                Array.Resize(ref _sockets, Math.Max(number + 1, _sockets.Length * 2));
            _sockets[number] = socket;
        }

        try
        {
            _epoll.Register(handle, number);
            return number;
        }
        catch
        {
            Forget(socket, number);
            throw;
        }
    }

    /// <summary>No more events are delivered to this socket. Closing it ends its registration in the kernel.</summary>
    public void Forget(ReadySocket socket, int number)
    {
        lock (_gate)
        {
            // The kernel may have assigned the same number to a new connection already.
            if (_sockets[number] == socket)
                _sockets[number] = null;
        }
    }

    /// <summary>Another thread continues where <paramref name="late"/> is blocked.</summary>
    public void TakeOver(LoopThread late)
    {
        if (Volatile.Read(ref _stuck) >= MaxStuck || !late.TryTake())
            return;
        var next = new LoopThread();
        Volatile.Write(ref _turn, next);
        Interlocked.Increment(ref _stuck);
        Start(next, late);
    }

    private static ReadinessLoop[] Make()
    {
        lock (s_making)
            return s_all ??= [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new ReadinessLoop())];
    }

    private void Start(LoopThread turn, LoopThread? late) =>
        new Thread(() => Run(turn, late)) { IsBackground = true, Name = "Readiness loop" }.UnsafeStart();

    private void Run(LoopThread turn, LoopThread? late)
    {
        turn.Times = ThreadTimes.OfThisThread();
        if (late is not null)
        {
            turn.Adopt(late);
            Serve(turn);
        }

        while (turn.TryRest())
        {
            turn.Begin(_epoll.Wait(turn.Events));
            Serve(turn);
        }

        Interlocked.Decrement(ref _stuck);
    }

    // If the late thread returns just then, two threads may signal one socket for a moment. That is harmless (see Signal).
    private void Serve(LoopThread turn)
    {
        while (turn.HasNext && Current == turn)
        {
            var (number, readiness) = turn.Next();
            Volatile.Read(ref _sockets)[number]?.Ready(readiness);
        }
    }
}
