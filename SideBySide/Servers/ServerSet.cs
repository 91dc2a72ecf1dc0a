using RawSocketServer;

namespace SideBySide.Servers;

/// <summary>
/// Starts every server in this process before the page, and stops them with it. Either all of them listen or none.
/// </summary>
/// <param name="options">Their addresses.</param>
/// <param name="loggers">Shared by all servers, so that log lines keep their order.</param>
/// <param name="time">The clock of every server.</param>
public sealed class ServerSet(ServerAddresses options, ILoggerFactory loggers, TimeProvider time) : IHostedService, IAsyncDisposable
{
    private readonly List<IHost> _hosts = [];
    private readonly List<RunningServer> _servers = [];
    private int _stopped;

    /// <summary>The servers that listen: those of the argument in its order, then the steps.</summary>
    public IReadOnlyList<RunningServer> Servers => _servers;

    /// <summary>The chat room, to which the HTTP servers bridge; it is not part of the comparison.</summary>
    public RunningServer? Room { get; private set; }

    /// <summary>A command that joins the chat room; null before it listens.</summary>
    public string? JoinCommand => Room?.First("tcp") is { } room ? $"nc {room.DnsSafeHost} {room.Port}" : null;

    /// <summary>Called before each server starts, at last for the page.</summary>
    public Action<ServerDefinition>? Starting { get; init; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var definition in ServerDefinitions.WithOption.Where(server => server.Create is not null).Concat(StepDefinitions.All))
        {
            Starting?.Invoke(definition);
            await OpenAsync(definition, cancellationToken);
        }

        Starting?.Invoke(ServerDefinitions.Page);
    }

    /// <summary>Stops all servers in parallel, so that their graceful shutdowns overlap.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _stopped, 1) == 0 ? Task.WhenAll(_hosts.Select(host => host.StopAsync(cancellationToken))) : Task.CompletedTask;

    /// <summary>Stops every server, also after a failed start of the page or a later server.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        foreach (var host in _hosts)
        {
            // A host whose services support only asynchronous disposal throws in Dispose.
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
            // Kestrel uses the system's clock.
            var running = new RunningServer(definition, server.Urls(), definition == ServerDefinitions.Minimal ? null : clock) { Restarts = server.Restarts };
            if (definition == ServerDefinitions.Room)
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

/// <summary>The lifetime of a server inside this program: it handles no signal and prints nothing. Only the program handles
/// Ctrl-C.</summary>
internal sealed class NoSignalLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
