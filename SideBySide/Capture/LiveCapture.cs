using RawSocketServer;
using RawSocketServer.Listening;
using SideBySide.Servers;

namespace SideBySide.Capture;

/// <summary>
/// Real traffic of the user's own clients: a relay in front of each server, on a port of its own, so that the servers themselves stay
/// untouched. What the relays record comes together in one buffer. The sides of a relay never wait for a watcher.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class LiveCapture(TimeProvider time) : IAsyncDisposable
{
    /// <summary>Connections at once through each relay; one more is closed.</summary>
    public const int MaxConnections = 256;

    private const int MaxEvents = 16 * 1024;
    private const int MaxBytes = 16 * 1024 * 1024;

    private readonly long _begin = time.GetTimestamp();
    private readonly List<RecordingRelay> _relays = [];
    private readonly List<Task> _reading = [];
    private readonly Dictionary<ServerDefinition, string> _urls = [];

    /// <summary>What happened last.</summary>
    public LiveBuffer Buffer { get; } = new(MaxEvents, MaxBytes);

    /// <summary>Milliseconds since it began.</summary>
    public double Now => Milliseconds(time.GetElapsedTime(_begin));

    /// <summary>Where a server can be reached through the relay; null where it cannot.</summary>
    public string? UrlOf(ServerDefinition definition) => _urls.GetValueOrDefault(definition);

    /// <summary>Puts a relay in front of a server.</summary>
    /// <exception cref="StartupException">The address cannot be bound; the sentence says why.</exception>
    public void Watch(RunningServer room, ListenUrl listen)
    {
        if (TargetServer.Of(room).Tcp is not { } server)
            return; // it takes datagrams or TLS alone: nothing of it could be read
        var relay = new RecordingRelay(listen, new Destination(room.Definition.Name, [server]), time, MaxConnections);
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
        _urls.Add(room.Definition, relay.Urls[0]);
        _reading.Add(ReadAsync(room.Definition.Id, relay.Log, begun));
    }

    /// <summary>Cuts what goes through it.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_relays.Select(relay => relay.DisposeAsync().AsTask()));
        await Task.WhenAll(_reading);
    }

    private async Task ReadAsync(string server, RelayLog log, TimeSpan begun)
    {
        var reader = new LiveEventMapper(server);
        var dropped = 0L;
        await foreach (var happened in log.Events.ReadAllAsync())
        {
            if (log.Dropped is var now && now > dropped)
                Buffer.Add(new LiveDropped("", Now, now - dropped));
            dropped = now;
            if (reader.Read(happened, Milliseconds(begun + happened.At)) is { } told)
                Buffer.Add(told);
        }
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}
