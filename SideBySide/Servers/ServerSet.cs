using RawSocketServer;
using SideBySide.Capture;
using SideBySide.Cli;

namespace SideBySide.Servers;

/// <summary>
/// Opens every server in this process, before the page, and closes them with it. Either all of them listen or none does.
/// </summary>
/// <param name="options">Where they listen.</param>
/// <param name="loggers">One way out for what all of them have to say, so that lines keep their order.</param>
/// <param name="output">Words for the terminal.</param>
/// <param name="time">The clock of the live wire.</param>
public sealed class ServerSet(ServerAddresses options, ILoggerFactory loggers, DemoOutput output, TimeProvider time) : IHostedService, IAsyncDisposable
{
    private readonly List<IHost> _hosts = [];
    private readonly List<RunningServer> _servers = [];
    private int _stopped;

    /// <summary>The servers that listen: those of the argument in its order, then the steps.</summary>
    public IReadOnlyList<RunningServer> Servers => _servers;

    /// <summary>What goes through the ports that are watched.</summary>
    public LiveCapture Live { get; } = new(time);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        output.Title();
        foreach (var definition in ServerDefinition.Servers)
        {
            output.Opens(definition);
            await OpenAsync(definition, cancellationToken);
        }

        output.OpensSteps();
        foreach (var definition in StepDefinitions.All)
            await OpenAsync(definition, cancellationToken);
        foreach (var server in _servers.Where(server => options.Live.ContainsKey(server.Definition)))
            Live.Watch(server, options.Live[server.Definition]);
        output.Opens(ServerDefinition.Page);
    }

    /// <summary>Stops all servers at once: each may take its time to finish what has begun, but not one after the other.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _stopped, 1) == 0 ? Task.WhenAll([Live.DisposeAsync().AsTask(), .. _hosts.Select(host => host.StopAsync(cancellationToken))]) : Task.CompletedTask;

    /// <summary>Lets go of whatever is open, also when the page or a later room could not start.</summary>
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
            var room = definition.Create!(urls, builder => Share(builder).AddSingleton<TimeProvider>(clock));
            _hosts.Add(room.Host);
            await room.Host.StartAsync(cancellation);
            // Kestrel goes by the system's clock.
            _servers.Add(new RunningServer(definition, room.Urls(), definition == ServerDefinition.Minimal ? null : clock) { Restarts = room.Restarts });
        }
        catch (Exception e) when (StartupErrors.Explain(e, definition, urls) is { } sentence)
        {
            throw new StartupException(sentence, e);
        }
    }

    private IServiceCollection Share(IHostApplicationBuilder builder) =>
        builder.Services.AddSingleton(loggers).AddSingleton<IHostLifetime, NoSignalLifetime>();
}
