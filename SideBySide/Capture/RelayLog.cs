using System.Threading.Channels;

namespace SideBySide.Capture;

/// <summary>
/// The unread events of a relay. Recording never waits: without a reader the oldest event is dropped and counted.
/// </summary>
public sealed class RelayLog
{
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Channel<RelayEvent> _events;
    private long _dropped;

    /// <summary>Creates a log and starts its time.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="capacity">The maximum number of events; each has at most <see cref="RecordingRelay.ChunkSize"/> bytes.</param>
    public RelayLog(TimeProvider time, int capacity)
    {
        _time = time;
        _start = time.GetTimestamp();
        _events = Channel.CreateBounded<RelayEvent>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
    }

    /// <summary>All events, live, for one reader; completes when the relay has stopped.</summary>
    public ChannelReader<RelayEvent> Events => _events.Reader;

    /// <summary>The number of events dropped so far because of a slow reader.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    internal void Record(long connection, Side from, RelayEventKind kind, ReadOnlyMemory<byte> bytes = default, string? detail = null) =>
        _events.Writer.TryWrite(new RelayEvent(connection, _time.GetElapsedTime(_start), from, kind, bytes, detail));

    internal void End() => _events.Writer.TryComplete();
}
