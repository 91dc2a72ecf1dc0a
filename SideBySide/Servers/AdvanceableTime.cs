namespace SideBySide.Servers;

/// <summary>
/// A server's clock that runs normally and can also be advanced, so that a test of a deadline does not wait for it. Due timers fire in the
/// order of their deadlines. The time of day is not advanced: every <c>Date</c> stays correct.
/// </summary>
/// <param name="real">The underlying clock.</param>
public sealed class AdvanceableTime(TimeProvider real) : TimeProvider
{
    private const long Never = long.MaxValue;

    [ThreadStatic]
    private static bool t_isFiring;

    private readonly Lock _gate = new();
    private readonly HashSet<Timer> _pending = [];
    private long _ahead;
    private long _heldAt;
    private int _holds;

    /// <summary>
    /// Raised after a server has read this clock or set a timer, outside of timer callbacks: it may have set a deadline since the last
    /// advance. Raised on the server's thread: be quick.
    /// </summary>
    public event Action? Used;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => real.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => real.GetUtcNow();

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        var now = Now();
        OnUsed();
        return now;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        _ = timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Advances the clock. Every due timer has fired when the task completes; a periodic timer fires once.</summary>
    /// <param name="by">The time to advance; not negative.</param>
    public Task AdvanceAsync(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Timer[] pending;
        lock (_gate)
        {
            _ahead += Ticks(by);
            pending = [.. _pending.OrderBy(timer => timer.Due)];
        }

        return Task.Run(() => Array.ForEach(pending, timer => timer.FireIfDue())); // server code never runs on the caller's thread
    }

    /// <summary>Holds the clock: only <see cref="AdvanceAsync"/> moves it, so that no deadline passes because a machine is slow.</summary>
    /// <returns>Releases the clock when disposed; it continues where it was held.</returns>
    public IDisposable Hold()
    {
        lock (_gate)
        {
            if (_holds++ == 0)
                _heldAt = real.GetTimestamp();
        }

        return new Held(this);
    }

    private TimeProvider Real => real;

    private long Now()
    {
        lock (_gate)
            return (_holds > 0 ? _heldAt : real.GetTimestamp()) + _ahead;
    }

    private void Release()
    {
        lock (_gate)
        {
            if (--_holds > 0)
                return;
            _ahead -= real.GetTimestamp() - _heldAt;
            foreach (var timer in _pending.ToArray())
                timer.Arm();
        }
    }

    // A real timer counts whole milliseconds and must not fire early.
    private TimeSpan Rounded(long ticks) => TimeSpan.FromMilliseconds(Math.Ceiling(ticks * 1000.0 / TimestampFrequency));

    private long Ticks(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds * TimestampFrequency);

    private void OnUsed()
    {
        if (!t_isFiring)
            Used?.Invoke();
    }

    private sealed class Held(AdvanceableTime time) : IDisposable
    {
        private int _isReleased;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isReleased, 1) == 0)
                time.Release();
        }
    }

    private sealed class Timer : ITimer
    {
        private readonly AdvanceableTime _time;
        private readonly Action _callback;
        private readonly ITimer _real;
        private TimeSpan _period;
        private bool _isDisposed;

        public Timer(AdvanceableTime time, Action callback)
        {
            _time = time;
            _callback = callback;
            _real = time.Real.CreateTimer(static timer => ((Timer)timer!).FireIfDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public long Due { get; private set; } = Never;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_time._gate)
            {
                if (_isDisposed)
                    return false;
                _period = period;
                Set(dueTime);
            }

            _time.OnUsed();
            return true;
        }

        // Called by the real timer and by an advance. The first call finds the timer due, the second does not.
        public void FireIfDue()
        {
            lock (_time._gate)
            {
                if (Due == Never)
                    return;
                if (Due > _time.Now())
                {
                    Arm();
                    return;
                }

                Set(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan);
            }

            var wasFiring = t_isFiring;
            t_isFiring = true;
            try
            {
                _callback();
            }
            finally
            {
                t_isFiring = wasFiring;
            }
        }

        // Sets the real timer; the caller holds the gate. A held clock makes no timer due: the release sets it again.
        public void Arm()
        {
            var left = Due == Never ? Never : Math.Max(0, Due - _time.Now());
            var isAwaited = left < Never && (left == 0 || _time._holds == 0);
            _ = _real.Change(isAwaited ? _time.Rounded(left) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            Stop();
            _real.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Stop();
            return _real.DisposeAsync();
        }

        private void Stop()
        {
            lock (_time._gate)
            {
                Set(Timeout.InfiniteTimeSpan);
                _isDisposed = true;
            }
        }

        private void Set(TimeSpan dueTime)
        {
            var isSet = dueTime != Timeout.InfiniteTimeSpan;
            Due = isSet ? _time.Now() + _time.Ticks(dueTime) : Never;
            _ = isSet ? _time._pending.Add(this) : _time._pending.Remove(this); // an inactive timer can be collected
            Arm();
        }
    }
}
