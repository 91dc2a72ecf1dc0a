namespace RawSocketServer.Listening;

/// <summary>Why a wait was interrupted.</summary>
public enum Interruption
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>The deadline passed.</summary>
    DeadlinePassed,

    /// <summary>The server is stopping and the connection was idle.</summary>
    Draining,

    /// <summary>The server has waited long enough for this connection to finish; it has been reset.</summary>
    Stopped,

    /// <summary>The connection broke.</summary>
    Broken,
}

/// <summary>
/// When a connection has waited long enough. Setting it costs one clock reading and one store, however often it is moved:
/// nothing is scheduled. The server looks at all deadlines once a second instead, so a deadline is met up to a second late.
/// </summary>
/// <param name="time">The clock; tests bring their own.</param>
public sealed class Deadline(TimeProvider time)
{
    private const long Never = long.MaxValue;

    private readonly Lock _gate = new();
    private long _due = Never;
    private long _limit = Never; // of a wait that also ends when nothing moves
    private long _silence;
    private bool _moves;
    private CancellationTokenSource? _interrupt; // made when someone asks for its token; most connections never do
    private volatile Interruption _cause;
    private volatile Exception? _failure;

    /// <summary>
    /// Cancelled when the deadline passes, the connection breaks or the server stops; see <see cref="Cause"/>. For everything else that is awaited.
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

    /// <summary>Why it was interrupted.</summary>
    public Interruption Cause => _cause;

    /// <summary>Called each time the deadline is checked, about once a second, for a wait that does more than end. Returns soon and never throws.</summary>
    public Action? Checked { get; set; }

    /// <summary>Told of every interruption, after <see cref="Cause"/> was set.</summary>
    internal Action? Interrupted { get; set; }

    /// <summary>Starts to wait: the token is cancelled when <paramref name="patience"/> is over, unless it is moved or cleared before.</summary>
    public void Set(TimeSpan patience) => SetAt(time.GetTimestamp(), patience);

    /// <summary>As <see cref="Set(TimeSpan)"/>, and not longer than <paramref name="silence"/> after the last <see cref="Progress"/>.</summary>
    public void Set(TimeSpan patience, TimeSpan silence)
    {
        Set(patience);
        _silence = (long)(silence.TotalSeconds * time.TimestampFrequency);
        _limit = Volatile.Read(ref _due);
        Volatile.Write(ref _due, Math.Min(_limit, time.GetTimestamp() + _silence));
        _moves = true;
    }

    /// <summary>Some bytes have moved.</summary>
    public void Progress()
    {
        if (_moves)
            Volatile.Write(ref _due, Math.Min(_limit, time.GetTimestamp() + _silence));
    }

    /// <summary>As <see cref="Set(TimeSpan)"/>, counted from an earlier moment of the same clock.</summary>
    /// <param name="start">A timestamp of the clock, <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="patience">How long after <paramref name="start"/>.</param>
    public void SetAt(long start, TimeSpan patience)
    {
        _moves = false;
        Volatile.Write(ref _due, patience == Timeout.InfiniteTimeSpan ? Never : start + (long)(patience.TotalSeconds * time.TimestampFrequency));
    }

    /// <summary>Stops waiting.</summary>
    public void Clear()
    {
        _moves = false;
        Volatile.Write(ref _due, Never);
    }

    /// <summary>The clock's present timestamp.</summary>
    public long Now() => time.GetTimestamp();

    /// <summary>How long ago a timestamp was.</summary>
    public TimeSpan Since(long start) => time.GetElapsedTime(start);

    /// <summary>Interrupts when the deadline is over at <paramref name="now"/>; returns whether it did.</summary>
    public bool Check(long now)
    {
        Checked?.Invoke();
        if (now < Volatile.Read(ref _due))
            return false;
        Interrupt(Interruption.DeadlinePassed);
        return true;
    }

    /// <summary>Ends a wait that the deadline no longer permits.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public void ThrowIfInterrupted()
    {
        if (_cause != Interruption.None)
            throw new OperationCanceledException(Token);
    }

    /// <summary>Remembers a failure of the connection itself, so that it can be told from a failure of the code that uses the connection.</summary>
    /// <param name="failure">The exception that the caller throws.</param>
    public void Remember(Exception failure) => _failure = failure;

    /// <summary>Remembers a failure after which the connection is of no use, and interrupts everything that waits.</summary>
    /// <param name="failure">The exception that the caller throws.</param>
    public void Break(Exception failure)
    {
        Remember(failure);
        Interrupt(Interruption.Broken);
    }

    /// <summary>
    /// Whether an exception comes from the connection and not from the code that uses it. The type cannot answer this: a handler's own file, socket or
    /// time-out throws the same types. So the exception, or one inside of it, must be the remembered one, or a cancellation after an interruption.
    /// </summary>
    /// <param name="exception">An exception that a user of the connection let escape.</param>
    public bool IsBrokenBy(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e == _failure || (e is OperationCanceledException && _cause != Interruption.None))
                return true;
        }

        return false;
    }

    /// <summary>Ends what waits, for the cause given; only the first cause counts.</summary>
    public void Interrupt(Interruption cause)
    {
        CancellationTokenSource? interrupted;
        lock (_gate)
        {
            if (_cause != Interruption.None)
                return;
            _cause = cause;
            interrupted = _interrupt; // not a later one, which Rearm may put in its place meanwhile
        }

        interrupted?.Cancel();
        Interrupted?.Invoke();
    }

    /// <summary>
    /// Makes the token usable again after an interruption, for the last words of a connection. A deadline that has passed
    /// is cleared with it; one that is still to come stands. Without an interruption nothing changes.
    /// </summary>
    public void Rearm()
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
