namespace SideBySide.Capture;

/// <summary>
/// The last events, for any number of watchers. Events and bytes are bounded; the oldest event is dropped first. Each watcher reads from
/// the buffer at its own place, so a slow one needs no memory and delays no other; its missed events are counted.
/// </summary>
/// <param name="maxEvents">The maximum number of events.</param>
/// <param name="maxBytes">The maximum number of bytes in all events.</param>
public sealed class LiveBuffer(int maxEvents, int maxBytes)
{
    private readonly Lock _gate = new();
    private readonly LiveEvent?[] _events = new LiveEvent?[maxEvents];
    private TaskCompletionSource? _bell;
    private long _first;
    private long _next;
    private long _bytes;

    /// <summary>The number of buffered bytes.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _bytes;
        }
    }

    /// <summary>The number of buffered events.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
                return _next - _first;
        }
    }

    /// <summary>The place of the oldest buffered event.</summary>
    public long First
    {
        get
        {
            lock (_gate)
                return _first;
        }
    }

    /// <summary>Adds an event and drops the oldest if necessary. It never waits.</summary>
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

    /// <summary>Waits for an event at or after a place.</summary>
    /// <param name="place">The place to read from; 0 for all buffered events.</param>
    /// <param name="most">The maximum number of events to return.</param>
    /// <param name="cancellation">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The events, the number of events dropped before them, and the next place.</returns>
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
