using Microsoft.Extensions.Time.Testing;

namespace TestKit;

/// <summary>
/// A clock that the test controls, and that reports the timers set on it. A test that advances it only after the server has set its timer
/// does not depend on the server's speed.
/// </summary>
public sealed class ObservedClock : FakeTimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _set = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Waits until this many timers were set to this time.</summary>
    /// <param name="due">The due time of the timers.</param>
    /// <param name="times">The number of timers since the clock was created.</param>
    public async Task TimerSetAsync(TimeSpan due, int times = 1)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_set.Count(one => one == due) >= times)
                    return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(Hang.Guard);
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ObservedTimer(this, base.CreateTimer(callback, state, dueTime, period));
        Note(dueTime);
        return timer;
    }

    private void Note(TimeSpan due)
    {
        lock (_gate)
        {
            _set.Add(due);
            _changed.SetResult();
            _changed = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class ObservedTimer(ObservedClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isSet = timer.Change(dueTime, period);
            clock.Note(dueTime);
            return isSet;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
