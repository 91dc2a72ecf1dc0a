using System.Threading.Channels;

namespace SideBySide.Capture;

/// <summary>
/// What a relay has recorded and nobody has read yet. Recording never waits: when nobody reads, the oldest is dropped and counted.
/// </summary>
public sealed class RelayLog
{
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Channel<RelayEvent> _events;
    private long _dropped;

    /// <summary>Begins to count the time.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="capacity">How many events are kept; each holds at most <see cref="RecordingRelay.ChunkSize"/> bytes.</param>
    public RelayLog(TimeProvider time, int capacity)
    {
        _time = time;
        _start = time.GetTimestamp();
        _events = Channel.CreateBounded<RelayEvent>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
    }

    /// <summary>Everything as it happens, for one reader; it ends when the relay has stopped.</summary>
    public ChannelReader<RelayEvent> Events => _events.Reader;

    /// <summary>How many events were dropped until now, since nobody read them in time.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    internal void Record(long connection, Side from, RelayEventKind kind, ReadOnlyMemory<byte> bytes = default, string? detail = null) =>
        _events.Writer.TryWrite(new RelayEvent(connection, _time.GetElapsedTime(_start), from, kind, bytes, detail));

    internal void End() => _events.Writer.TryComplete();
}
