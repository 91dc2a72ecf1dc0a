using SideBySide.Wire;

namespace SideBySide.Experiments.Running;

/// <summary>Everything that happens in one run, in order, with its time; and a bell for those who wait for something to happen.</summary>
/// <param name="time">The clock.</param>
/// <param name="live">Told of each event as it happens.</param>
internal sealed class EventLog(TimeProvider time, Action<WireEvent>? live)
{
    // A server that talks without end must not fill the memory of who observes it.
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly List<WireEvent> _events = [];
    private readonly long _begin = time.GetTimestamp();
    private TaskCompletionSource _bell = NewBell();
    private long _bytes;
    private bool _isOver;

    /// <summary>All events so far.</summary>
    public IReadOnlyList<WireEvent> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    /// <summary>What the clock shows now, counted from the beginning.</summary>
    public TimeSpan Now => time.GetElapsedTime(_begin);

    /// <summary>Adds an event, and rings the bell.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="connection">On which connection.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="error">The system's name of an error.</param>
    /// <param name="note">What was observed.</param>
    /// <param name="at">When, if not now: it takes its place among the others, which were told before it.</param>
    /// <param name="unsent">How many bytes the system held back.</param>
    /// <param name="control">How long a control exchange took.</param>
    /// <returns>False when so much was recorded that this was left out.</returns>
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

    /// <summary>The experiment is over: only notes are added from now on, nothing of what happens while connections are closed.</summary>
    public void End()
    {
        lock (_gate)
            _isOver = true;
    }

    /// <summary>Waits until something is so.</summary>
    /// <param name="condition">Looked at now and after every event.</param>
    /// <param name="within">How long.</param>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>False when it did not become so in time.</returns>
    public async Task<bool> WaitAsync(Func<bool> condition, TimeSpan within, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        while (true)
        {
            Task bell;
            lock (_gate)
                bell = _bell.Task; // taken before looking, so that nothing that happens in between is missed
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
