namespace RawSocketServer.Listening;

/// <summary>Why a wait was interrupted.</summary>
public enum Interruption
{
    /// <summary>No interruption.</summary>
    None,

    /// <summary>The deadline passed.</summary>
    DeadlinePassed,

    /// <summary>The server is stopping and the connection was idle.</summary>
    Draining,

    /// <summary>The connection did not finish within the grace period of a shutdown; it has been reset.</summary>
    Stopped,

    /// <summary>The connection broke.</summary>
    Broken,
}

/// <summary>
/// The deadline of a connection. Setting it costs one clock reading and one store and schedules nothing. The server checks all deadlines
/// once per second instead, so a deadline takes effect up to a second late.
/// </summary>
/// <param name="time">The clock; tests use their own.</param>
public sealed class Deadline(TimeProvider time)
{
    private const long Never = long.MaxValue;

    private readonly Lock _gate = new();
    private long _due = Never;
    private long _limit = Never; // of a wait that also ends without progress
    private long _silence;
    private bool _moves;
    private CancellationTokenSource? _interrupt; // created on first use of the token; most connections never need it
    private volatile Interruption _cause;
    private volatile Exception? _failure;

    /// <summary>
    /// Cancelled when the deadline passes, the connection breaks or the server stops; see <see cref="Cause"/>. For waits on anything but
    /// the socket.
    /// </summary>
    public CancellationToken Token
    {
        get
        {
            lock (_gate)
            {
                if (_interrupt is null)
                {
                    _interrupt = new CancellationTokenSource();
                    if (_cause != Interruption.None)
                        _interrupt.Cancel();
                }

                return _interrupt.Token;
            }
        }
    }

    /// <summary>The cause of the interruption.</summary>
    public Interruption Cause => _cause;

    /// <summary>
    /// Called at each check of the deadline, about once per second, for waits with several limits. Must be quick, never throw.
    /// </summary>
    public Action? Checked { get; set; }

    /// <summary>Called after each interruption, when <see cref="Cause"/> is set.</summary>
    internal Action? Interrupted { get; set; }

    /// <summary>
    /// Starts a wait: the token is cancelled after <paramref name="patience"/>, unless the deadline is moved or cleared before.
    /// </summary>
    public void Set(TimeSpan patience) => SetAt(time.GetTimestamp(), patience);

    /// <summary>Like <see cref="Set(TimeSpan)"/>, but at most <paramref name="silence"/> after the last <see cref="Progress"/>.</summary>
    public void Set(TimeSpan patience, TimeSpan silence)
    {
        Set(patience);
        _silence = (long)(silence.TotalSeconds * time.TimestampFrequency);
        _limit = Volatile.Read(ref _due);
        Volatile.Write(ref _due, Math.Min(_limit, time.GetTimestamp() + _silence));
        _moves = true;
    }

    /// <summary>Records that bytes have moved.</summary>
    public void Progress()
    {
        if (_moves)
            Volatile.Write(ref _due, Math.Min(_limit, time.GetTimestamp() + _silence));
    }

    /// <summary>Like <see cref="Set(TimeSpan)"/>, counted from an earlier moment of the same clock.</summary>
    /// <param name="start">A timestamp of the clock, <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="patience">How long after <paramref name="start"/>.</param>
    public void SetAt(long start, TimeSpan patience)
    {
        _moves = false;
        Volatile.Write(
            ref _due,
            patience == Timeout.InfiniteTimeSpan ? Never : start + (long)(patience.TotalSeconds * time.TimestampFrequency));
    }

    /// <summary>Stops waiting.</summary>
    public void Clear()
    {
        _moves = false;
        Volatile.Write(ref _due, Never);
    }

    /// <summary>The clock's current timestamp.</summary>
    public long Now() => time.GetTimestamp();

    /// <summary>The time since a timestamp.</summary>
    public TimeSpan Since(long start) => time.GetElapsedTime(start);

    /// <summary>Interrupts if the deadline has passed at <paramref name="now"/>; returns whether it did.</summary>
    public bool Check(long now)
    {
        Checked?.Invoke();
        if (now < Volatile.Read(ref _due))
            return false;
        Interrupt(Interruption.DeadlinePassed);
        return true;
    }

    /// <summary>Throws if the wait was interrupted.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public void ThrowIfInterrupted()
    {
        if (_cause != Interruption.None)
            throw new OperationCanceledException(Token);
    }

    /// <summary>
    /// Records a failure of the connection itself, to distinguish it from a failure of the code that uses the connection.
    /// </summary>
    /// <param name="failure">The exception that the caller throws.</param>
    public void RecordFailure(Exception failure) => _failure = failure;

    /// <summary>Records a failure that makes the connection unusable, and interrupts all waits.</summary>
    /// <param name="failure">The exception that the caller throws.</param>
    public void Break(Exception failure)
    {
        RecordFailure(failure);
        Interrupt(Interruption.Broken);
    }

    /// <summary>
    /// Whether an exception comes from the connection and not from the code that uses it. The type is not enough: a handler's own file,
    /// socket or timeout throws the same types. So the exception, or an inner one, must be the recorded one, or a cancellation after an
    /// interruption.
    /// </summary>
    /// <param name="exception">An exception that a user of the connection did not catch.</param>
    public bool IsBrokenBy(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e == _failure || (e is OperationCanceledException && _cause != Interruption.None))
                return true;
        }

        return false;
    }

    /// <summary>Interrupts all waits with the given cause; only the first cause counts.</summary>
    public void Interrupt(Interruption cause)
    {
        CancellationTokenSource? interrupted;
        lock (_gate)
        {
            if (_cause != Interruption.None)
                return;
            _cause = cause;
            interrupted = _interrupt; // not a later one that Resume may have created meanwhile
        }

        interrupted?.Cancel();
        Interrupted?.Invoke();
    }

    /// <summary>
    /// Makes the token usable again after an interruption, for the last bytes of a connection. It clears a deadline that has passed; a
    /// later one stays. Without an interruption nothing changes.
    /// </summary>
    public void Resume()
    {
        lock (_gate)
        {
            if (_cause == Interruption.None)
                return;
            if (_cause == Interruption.DeadlinePassed)
                Clear();
            _cause = Interruption.None;
            _interrupt = null;
        }
    }
}
