using RawSocketServer;
using RawSocketServer.Listening;
using SideBySide.Language;
using SideBySide.Servers;

namespace SideBySide.Capture;

/// <summary>
/// Captures real traffic of the user's clients. A relay in front of each server listens on its own port, so that the servers stay
/// unchanged. All relays record into one buffer. The relayed connections never wait for a watcher.
/// </summary>
/// <param name="servers">The servers, which already listen.</param>
/// <param name="addresses">The relay's address for each captured server; may be empty.</param>
/// <param name="time">The clock.</param>
public sealed class LiveCapture(ServerSet servers, IReadOnlyDictionary<ServerDefinition, ListenUrl> addresses, TimeProvider time) : IHostedService, IAsyncDisposable
{
    /// <summary>Maximum connections through each relay; further ones are closed.</summary>
    public const int MaxConnections = 256;

    private const int MaxEvents = 16 * 1024;
    private const int MaxBytes = 16 * 1024 * 1024;

    private readonly long _begin = time.GetTimestamp();
    private readonly List<RecordingRelay> _relays = [];
    private readonly List<Task> _reading = [];
    private readonly Dictionary<ServerDefinition, string> _urls = [];
    private int _stopped;

    /// <summary>The last events.</summary>
    public LiveBuffer Buffer { get; } = new(MaxEvents, MaxBytes);

    /// <summary>Milliseconds since the start.</summary>
    public double Now => Milliseconds(time.GetElapsedTime(_begin));

    /// <summary>The URL of a server's relay; null for none.</summary>
    public string? UrlOf(ServerDefinition definition) => _urls.GetValueOrDefault(definition);

    /// <summary>Starts a relay in front of each server with a relay address.</summary>
    /// <exception cref="StartupException">An address cannot be bound; the message says why.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var server in servers.Servers)
        {
            if (addresses.TryGetValue(server.Definition, out var listen))
                Watch(server, listen);
        }

        return Task.CompletedTask;
    }

    /// <summary>Resets the relayed connections.</summary>
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
            return; // it has only UDP or TLS, which the capture cannot read
        var relay = new RecordingRelay(listen, new ResolvedHost(server.Definition.Name, [address]), time, MaxConnections);
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

/// <summary>The addresses of the live capture: one port in front of each server of the argument, or off.</summary>
public static class LiveOptions
{
    /// <summary>Its option.</summary>
    public const string Option = "--live";

    /// <summary>Its configuration key.</summary>
    public const string Setting = "SideBySide:Live";

    /// <summary>The value that turns it off.</summary>
    public const string Off = "off";

    /// <summary>One address for each server, in the order of the argument.</summary>
    public const string DefaultUrls = "tcp://127.0.0.1:12346;http://127.0.0.1:8091;http://127.0.0.1:8092";

    private static readonly Dictionary<string, int?> s_schemes = new() { ["tcp"] = null, ["http"] = null };

    /// <summary>Reads the addresses.</summary>
    /// <returns>One address for each captured server; none if off.</returns>
    /// <exception cref="StartupException">The addresses are malformed or their number is wrong; the message says so.</exception>
    public static IReadOnlyDictionary<ServerDefinition, ListenUrl> Read(string urls)
    {
        if (urls.Trim() == Off)
            return new Dictionary<ServerDefinition, ListenUrl>();
        var given = ListenUrl.ParseList(urls, s_schemes);
        if (given.Count != ServerDefinitions.Servers.Count)
            throw new UsageException(Texts.LiveUrls(given.Count).ToString());
        return ServerDefinitions.Servers.Zip(given).ToDictionary();
    }
}
