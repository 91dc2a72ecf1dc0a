using RawSocketServer;

namespace SideBySide.Servers;

/// <summary>
/// Opens every server in this process, before the page, and closes them with it. Either all of them listen or none does.
/// </summary>
/// <param name="options">Where they listen.</param>
/// <param name="loggers">One way out for what all of them have to say, so that lines keep their order.</param>
/// <param name="time">The clock of every server.</param>
public sealed class ServerSet(ServerAddresses options, ILoggerFactory loggers, TimeProvider time) : IHostedService, IAsyncDisposable
{
    private readonly List<IHost> _hosts = [];
    private readonly List<RunningServer> _servers = [];
    private int _stopped;

    /// <summary>The servers that listen: those of the argument in its order, then the steps.</summary>
    public IReadOnlyList<RunningServer> Servers => _servers;

    /// <summary>The chat room, which the HTTP servers lead into; it is compared with none.</summary>
    public RunningServer? Room { get; private set; }

    /// <summary>The command that joins it, ready to paste; null before it listens.</summary>
    public string? JoinCommand => Room?.First("tcp") is { } room ? $"nc {room.DnsSafeHost} {room.Port}" : null;

    /// <summary>Called before each server starts, and last for the page.</summary>
    public Action<ServerDefinition>? Starting { get; init; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var definition in ServerDefinition.WithOption.Where(server => server.Create is not null).Concat(StepDefinitions.All))
        {
            Starting?.Invoke(definition);
            await OpenAsync(definition, cancellationToken);
        }

        Starting?.Invoke(ServerDefinition.Page);
    }

    /// <summary>Stops all servers at once: each may take its time to finish what has begun, but not one after the other.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _stopped, 1) == 0 ? Task.WhenAll(_hosts.Select(host => host.StopAsync(cancellationToken))) : Task.CompletedTask;

    /// <summary>Closes every server, also when the page or a later server could not start.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        foreach (var host in _hosts)
        {
            // A host with services that can only be disposed asynchronously throws when it is asked the other way.
            if (host is IAsyncDisposable disposable)
                await disposable.DisposeAsync();
            else
                host.Dispose();
        }

        _hosts.Clear();
    }

    private async Task OpenAsync(ServerDefinition definition, CancellationToken cancellation)
    {
        var urls = options.UrlsOf(definition);
        try
        {
            var clock = new AdvanceableTime(time);
            var server = definition.Create!(urls, builder => Share(builder).AddSingleton<TimeProvider>(clock));
            _hosts.Add(server.Host);
            await server.Host.StartAsync(cancellation);
            // Kestrel goes by the system's clock.
            var running = new RunningServer(definition, server.Urls(), definition == ServerDefinition.Minimal ? null : clock) { Restarts = server.Restarts };
            if (definition == ServerDefinition.Room)
                Room = running;
            else
                _servers.Add(running);
        }
        catch (Exception e) when (StartupErrors.Explain(e, definition, urls) is { } sentence)
        {
            throw new StartupException(sentence, e);
        }
    }

    private IServiceCollection Share(IHostApplicationBuilder builder)
    {
        if (Room?.First("tcp") is { } room)
            builder.Configuration["Chat:Room"] = $"tcp://{room.Authority}";
        return builder.Services.AddSingleton(loggers).AddSingleton<IHostLifetime, NoSignalLifetime>();
    }
}

/// <summary>The lifetime of a server inside this program: it waits for no signal and says nothing. The program alone reacts to Ctrl-C.</summary>
internal sealed class NoSignalLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
