using SideBySide.Wire;

namespace SideBySide.Experiments.Running;

/// <summary>All events of one run, in order and with their times. It wakes waiting callers after each event.</summary>
/// <param name="time">The clock.</param>
/// <param name="live">Called for each event.</param>
internal sealed class EventLog(TimeProvider time, Action<WireEvent>? live)
{
    // Bounds the memory: a server may send without end.
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly List<WireEvent> _events = [];
    private readonly long _begin = time.GetTimestamp();
    private TaskCompletionSource _bell = NewBell();
    private long _bytes;
    private bool _isOver;

    public IReadOnlyList<WireEvent> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    /// <summary>The time since the beginning.</summary>
    public TimeSpan Now => time.GetElapsedTime(_begin);

    /// <summary>Adds an event and wakes waiting callers.</summary>
    /// <param name="kind">The event's kind.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="error">The system's name of an error.</param>
    /// <param name="note">An observation.</param>
    /// <param name="at">The event's time, if not now. The event is inserted in order of time; <c>live</c> still sees it last.</param>
    /// <param name="unsent">The number of bytes that the kernel held back.</param>
    /// <param name="control">The duration of a control exchange.</param>
    /// <returns>False if the log is full and the event was dropped.</returns>
    public bool Add(WireEventKind kind, string connection, ReadOnlyMemory<byte> bytes = default, string? error = null, string? note = null, TimeSpan? at = null,
        int? unsent = null, TimeSpan? control = null)
    {
        TaskCompletionSource bell;
        lock (_gate)
        {
            if (_isOver && kind != WireEventKind.Noted)
                return true;
            if (_bytes + bytes.Length > MaxBytes)
                return false;
            _bytes += bytes.Length;
            var happened = new WireEvent(kind, at ?? Now, bytes, error, note, connection, unsent, control);
            _events.Insert(_events.FindLastIndex(earlier => earlier.At <= happened.At) + 1, happened);
            live?.Invoke(happened);
            (bell, _bell) = (_bell, NewBell());
        }

        bell.SetResult();
        return true;
    }

    /// <summary>Ends the experiment: the log drops the events of closing connections and accepts only notes.</summary>
    public void End()
    {
        lock (_gate)
            _isOver = true;
    }

    /// <summary>Waits for a condition.</summary>
    /// <param name="condition">Checked now and after every event.</param>
    /// <param name="within">The time limit.</param>
    /// <param name="cancellation">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>False if the time limit passed first.</returns>
    public async Task<bool> WaitAsync(Func<bool> condition, TimeSpan within, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        while (true)
        {
            Task bell;
            lock (_gate)
                bell = _bell.Task; // taken before the check, so that no event between them is missed
            if (condition())
                return true;
            var left = within - time.GetElapsedTime(begin);
            if (left <= TimeSpan.Zero)
                return false;
            try
            {
                await bell.WaitAsync(left, time, cancellation);
            }
            catch (TimeoutException)
            {
                return condition();
            }
        }
    }

    private static TaskCompletionSource NewBell() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
