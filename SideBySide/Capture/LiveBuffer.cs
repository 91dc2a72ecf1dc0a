namespace SideBySide.Capture;

/// <summary>
/// The last events, for any number of watchers. It has a bound in events and in bytes; past it, the oldest goes. Watchers read from the
/// buffer itself, each at a place of its own, so one that is slow takes no memory and holds nobody up: what it was too late for is counted.
/// </summary>
/// <param name="maxEvents">Events that are kept.</param>
/// <param name="maxBytes">Bytes that they hold, together.</param>
public sealed class LiveBuffer(int maxEvents, int maxBytes)
{
    private readonly Lock _gate = new();
    private readonly LiveEvent?[] _events = new LiveEvent?[maxEvents];
    private TaskCompletionSource? _bell;
    private long _first;
    private long _next;
    private long _bytes;

    /// <summary>Bytes that are kept now.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _bytes;
        }
    }

    /// <summary>Events that are kept now.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
                return _next - _first;
        }
    }

    /// <summary>The place of the oldest event that is kept.</summary>
    public long First
    {
        get
        {
            lock (_gate)
                return _first;
        }
    }

    /// <summary>Adds an event, and lets the oldest go. It never waits.</summary>
    public void Add(LiveEvent happened)
    {
        TaskCompletionSource? bell;
        lock (_gate)
        {
            while (_first < _next && (_next - _first == maxEvents || _bytes + happened.Size > maxBytes))
            {
                ref var oldest = ref _events[_first++ % maxEvents];
                _bytes -= oldest!.Size;
                oldest = null;
            }

            _events[_next++ % maxEvents] = happened;
            _bytes += happened.Size;
            (bell, _bell) = (_bell, null);
        }

        _ = bell?.TrySetResult();
    }

    /// <summary>Waits until there is something at this place or behind it.</summary>
    /// <param name="place">Where to read on; 0 for all that is kept.</param>
    /// <param name="most">How many events to take at once.</param>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The events, how many were dropped before they could be read, and the place to read on.</returns>
    public async Task<(IReadOnlyList<LiveEvent> Events, long Dropped, long Next)> ReadAsync(long place, int most, CancellationToken cancellation)
    {
        while (true)
        {
            Task bell;
            lock (_gate)
            {
                if (place < _next)
                {
                    var from = Math.Max(place, _first);
                    var events = new List<LiveEvent>();
                    for (var at = from; at < _next && events.Count < most; at++)
                        events.Add(_events[at % maxEvents]!);
                    return (events, from - place, from + events.Count);
                }

                bell = (_bell ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await bell.WaitAsync(cancellation);
        }
    }
}
