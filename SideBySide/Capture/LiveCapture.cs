using RawSocketServer;
using RawSocketServer.Listening;
using SideBySide.Servers;

namespace SideBySide.Capture;

/// <summary>
/// Real traffic of the user's own clients: a relay in front of each server, on a port of its own, so that the servers themselves stay
/// untouched. What the relays record comes together in one buffer. The sides of a relay never wait for a watcher.
/// </summary>
/// <param name="servers">The servers, which listen already when this starts.</param>
/// <param name="addresses">Where each server is watched; empty when none is.</param>
/// <param name="time">The clock.</param>
public sealed class LiveCapture(ServerSet servers, IReadOnlyDictionary<ServerDefinition, ListenUrl> addresses, TimeProvider time) : IHostedService, IAsyncDisposable
{
    /// <summary>Connections at once through each relay; one more is closed.</summary>
    public const int MaxConnections = 256;

    private const int MaxEvents = 16 * 1024;
    private const int MaxBytes = 16 * 1024 * 1024;

    private readonly long _begin = time.GetTimestamp();
    private readonly List<RecordingRelay> _relays = [];
    private readonly List<Task> _reading = [];
    private readonly Dictionary<ServerDefinition, string> _urls = [];
    private int _stopped;

    /// <summary>What happened last.</summary>
    public LiveBuffer Buffer { get; } = new(MaxEvents, MaxBytes);

    /// <summary>Milliseconds since it began.</summary>
    public double Now => Milliseconds(time.GetElapsedTime(_begin));

    /// <summary>Where a server can be reached through the relay; null where it cannot.</summary>
    public string? UrlOf(ServerDefinition definition) => _urls.GetValueOrDefault(definition);

    /// <summary>Puts a relay in front of each server that has an address for it.</summary>
    /// <exception cref="StartupException">An address cannot be bound; the sentence says why.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var server in servers.Servers)
        {
            if (addresses.TryGetValue(server.Definition, out var listen))
                Watch(server, listen);
        }

        return Task.CompletedTask;
    }

    /// <summary>Cuts the connections through it.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
            return;
        await Task.WhenAll(_relays.Select(relay => relay.DisposeAsync().AsTask()));
        await Task.WhenAll(_reading);
    }

    private void Watch(RunningServer server, ListenUrl listen)
    {
        if (TargetServer.Of(server).Tcp is not { } address)
            return; // it takes datagrams or TLS alone: nothing of it could be read
        var relay = new RecordingRelay(listen, new Destination(server.Definition.Name, [address]), time, MaxConnections);
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
        _urls.Add(server.Definition, relay.Urls[0]);
        _reading.Add(ReadAsync(server.Definition.Id, relay.Log, begun));
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
