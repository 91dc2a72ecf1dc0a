using RawSocketServer;
using RawSocketServer.Listening;
using SideBySide.Experiments;
using SideBySide.Rooms;
using SideBySide.Wire.Relay;

namespace SideBySide.Live;

/// <summary>
/// Real traffic of the user's own clients: a relay in front of each server, on a port of its own, so that the servers themselves stay
/// untouched. What the relays record comes together in one buffer. The sides of a relay never wait for a watcher.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class LiveWire(TimeProvider time) : IAsyncDisposable
{
    /// <summary>Connections at once through each relay; one more is closed.</summary>
    public const int MaxConnections = 256;

    private const int MaxEvents = 16 * 1024;
    private const int MaxBytes = 16 * 1024 * 1024;

    private readonly long _begin = time.GetTimestamp();
    private readonly List<RecordingRelay> _relays = [];
    private readonly List<Task> _reading = [];
    private readonly Dictionary<RoomPlan, string> _urls = [];

    /// <summary>What happened last.</summary>
    public LiveBuffer Buffer { get; } = new(MaxEvents, MaxBytes);

    /// <summary>Milliseconds since it began.</summary>
    public double Now => Milliseconds(time.GetElapsedTime(_begin));

    /// <summary>Where a server can be reached through the glass; null where it cannot.</summary>
    public string? UrlOf(RoomPlan plan) => _urls.GetValueOrDefault(plan);

    /// <summary>Puts a relay in front of a server.</summary>
    /// <exception cref="StartupException">The address cannot be bound; the sentence says why.</exception>
    public void Watch(Room room, ListenUrl listen)
    {
        if (Target.Of(room).Tcp is not { } server)
            return; // it takes datagrams or TLS alone: nothing of it could be read
        var relay = new RecordingRelay(listen, new Wire.Relay.Destination(room.Plan.Name, [server]), time, MaxConnections);
        var begun = time.GetElapsedTime(_begin);
        try
        {
            relay.Start();
        }
        catch (ListenException e)
        {
            throw new StartupException(e.Explain(LiveOptions.Option), e);
        }

        _relays.Add(relay);
        _urls.Add(room.Plan, relay.Urls[0]);
        _reading.Add(ReadAsync(room.Plan.Id, relay.Tape, begun));
    }

    /// <summary>Cuts what goes through it.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_relays.Select(relay => relay.DisposeAsync().AsTask()));
        await Task.WhenAll(_reading);
    }

    private async Task ReadAsync(string server, RelayTape tape, TimeSpan begun)
    {
        var reader = new TapeReader(server);
        var dropped = 0L;
        await foreach (var happened in tape.Events.ReadAllAsync())
        {
            if (tape.Dropped is var now && now > dropped)
                Buffer.Add(new LiveDropped("", Now, now - dropped));
            dropped = now;
            if (reader.Read(happened, Milliseconds(begun + happened.At)) is { } told)
                Buffer.Add(told);
        }
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}
