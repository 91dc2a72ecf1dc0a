using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
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

/// <summary>All servers on free ports and without output, for commands that run their own measurements.</summary>
internal static partial class FreePortServers
{
    /// <summary>Starts the servers; disposing the set stops them.</summary>
    /// <exception cref="RawSocketServer.StartupException">A server could not start.</exception>
    public static async Task<ServerSet> OpenAsync(CancellationToken cancellation)
    {
        var settings = ServerDefinitions.WithOption
            .Select(definition => (definition.Setting, definition.DefaultUrls))
            .Append((StepDefinitions.Setting, StepDefinitions.DefaultUrls))
            .Select(server => KeyValuePair.Create<string, string?>(server.Setting, Port().Replace(server.DefaultUrls, ":0")));
        var options = ServerAddresses.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        var servers = new ServerSet(options, NullLoggerFactory.Instance, TimeProvider.System);
        try
        {
            await servers.StartAsync(cancellation);
            await ServerWarmUp.RunAsync(servers, cancellation);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    [GeneratedRegex(@":\d+")]
    private static partial Regex Port();
}

/// <summary>Warms the servers up once, before their response times are judged.</summary>
/// <param name="servers">The servers.</param>
internal sealed class ServerWarmUp(ServerSet servers)
{
    private static readonly TimeSpan s_guard = TimeSpan.FromMinutes(3);

    private readonly Lazy<Task> _once = new(() => RunAsync(servers, CancellationToken.None));

    /// <summary>Starts the warm-up at the first call, and completes with it.</summary>
    public Task ReadyAsync(CancellationToken cancellation = default) => _once.Value.WaitAsync(cancellation);

    /// <summary>Sends a first request: the runtime compiles the code for it. That takes longer than any later request and does not
    /// characterise the server.</summary>
    public static async Task RunAsync(ServerSet servers, CancellationToken cancellation) => await Task.WhenAll(servers.Servers
        .Select(TargetServer.Of)
        .Where(target => target.Id != ServerDefinitions.Raw.Id)
        .Select(target => AskAsync(target.Tcp!, cancellation)));

    private static async Task AskAsync(IPEndPoint server, CancellationToken cancellation)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(s_guard);
        try
        {
            await socket.ConnectAsync(server, limit.Token);
            _ = await socket.SendAsync("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), limit.Token);
            for (var buffer = new byte[4096]; await socket.ReceiveAsync(buffer, limit.Token) > 0;)
            {
            }
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // the first experiment will show the failure
        }
    }
}
