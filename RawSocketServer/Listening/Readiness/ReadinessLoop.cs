using System.Net.Sockets;

namespace RawSocketServer.Listening.Readiness;

/// <summary>
/// One thread that waits for many sockets at once, and serves each one that has become ready: it resumes the handler that waits
/// for it, right here ("inline"). Receive, parse, answer and send so happen one after the other on one processor, without waking
/// a second thread, and that is what makes it fast: under load a single wait brings a whole batch of sockets.
/// <para>
/// The price: while a handler runs, the others of this loop wait. Handlers that await whatever takes time, as all of this repository do,
/// are back within microseconds. One that blocks or calculates for long is noticed by the <see cref="StallWatch"/>: another thread takes
/// the loop over, with what is left of the batch, and the late one ends when its handler lets go of it.
/// </para>
/// </summary>
internal sealed class ReadinessLoop
{
    // A loop for each processor; connections are dealt out in turn. They live as long as the process.
    // Not a Lazy: that would keep a failure, and a shortage passes.
    private static readonly Lock s_making = new();
    private static ReadinessLoop[]? s_all;

    /// <summary>Threads of a loop that may be stuck in handlers at once; past it the loop waits for one of them.</summary>
    private const int MaxStuck = 256;

    private static uint s_next;

    private readonly Epoll _epoll = new();
    private readonly Lock _gate = new();
    private ReadySocket?[] _sockets = new ReadySocket?[256]; // by descriptor: Unix gives the lowest that is free
    private LoopThread _turn = new();
    private int _stuck;

    private ReadinessLoop() => Start(_turn, late: null);

    /// <summary>All loops of this process.</summary>
    public static ReadinessLoop[] All => Volatile.Read(ref s_all) ?? Make();

    /// <summary>The loop for the next connection.</summary>
    public static ReadinessLoop Next() => All[Interlocked.Increment(ref s_next) % All.Length];

    /// <summary>Whose turn it is to run this loop.</summary>
    public LoopThread Current => Volatile.Read(ref _turn);

    /// <summary>From now on the socket is told when it is ready.</summary>
    /// <returns>The number to <see cref="Forget"/> it by.</returns>
    /// <exception cref="SocketException">The system has no room for one more.</exception>
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

    /// <summary>The socket is told nothing any more. Closing it ends its registration with the system.</summary>
    public void Forget(ReadySocket socket, int number)
    {
        lock (_gate)
        {
            // The system may have given the same number to a new connection already.
            if (_sockets[number] == socket)
                _sockets[number] = null;
        }
    }

    /// <summary>Another thread goes on where <paramref name="late"/> is stuck.</summary>
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

    // Whether two threads tell a socket the same for a moment, when the late one comes back just then, does not matter (see Signal).
    private void Serve(LoopThread turn)
    {
        while (turn.HasNext && Current == turn)
        {
            var (number, readiness) = turn.Next();
            Volatile.Read(ref _sockets)[number]?.Ready(readiness);
        }
    }
}
