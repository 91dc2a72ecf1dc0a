using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RawSocketServer.Chat;
using RawSocketServer.Echo;
using RawSocketServer.Frames;
using RawSocketServer.Listening;

namespace RawSocketServer.Hosting;

/// <summary>The whole of a raw server: one listener a URL, all of them or none.</summary>
/// <param name="urls">Where to listen.</param>
/// <param name="options">Validated options.</param>
/// <param name="bound">Is told where it really listens.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">For the log.</param>
public sealed class RawServer(IReadOnlyList<ListenUrl> urls, RawServerOptions options, BoundUrls bound, TimeProvider time, ILoggerFactory loggers)
    : IHostedService
{
    /// <summary>Where it listens unless told otherwise: the document's port, on this machine only.</summary>
    public const string DefaultUrls = "tcp://127.0.0.1:12345;udp://127.0.0.1:12345";

    /// <summary>Where the room is unless told otherwise: beside the echo, so that both can run.</summary>
    public const string DefaultChatUrls = "tcp://127.0.0.1:12347";

    private readonly ILogger _log = loggers.CreateLogger("RawSocketServer");
    private readonly List<Func<CancellationToken, Task>> _stop = [];
    private ChatServer? _chat;
    private FrameEcho? _frames;

    /// <summary>The schemes that <c>--urls</c> takes here; there is no default port.</summary>
    public static IReadOnlyDictionary<string, int?> Schemes { get; } = new Dictionary<string, int?> { ["tcp"] = null, ["udp"] = null };

    /// <summary>Where a mode listens unless told otherwise.</summary>
    public static string DefaultUrlsOf(RawMode mode) => mode switch
    {
        RawMode.Chat => DefaultChatUrls,
        RawMode.Frames => DefaultUrls.Split(';')[0],
        _ => DefaultUrls,
    };

    /// <summary>The schemes that <c>--urls</c> takes in a mode: messages that follow one another need a stream.</summary>
    public static IReadOnlyDictionary<string, int?> SchemesOf(RawMode mode) =>
        mode is RawMode.Chat or RawMode.Frames ? new Dictionary<string, int?> { ["tcp"] = null } : Schemes;

    /// <inheritdoc/>
    /// <exception cref="StartupException">An address cannot be bound; then nothing is left listening.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            bound.Urls = [.. urls.SelectMany(Start)];
        }
        catch (StartupException)
        {
            await StopAsync(cancellationToken);
            throw;
        }

        loggers.NowListening(urls, bound.Urls);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _chat?.Close();
        return Task.WhenAll(_stop.Select(stop => stop(cancellationToken)));
    }

    private IReadOnlyList<string> Start(ListenUrl url) => url.Scheme == "udp" ? StartUdp(url) : StartTcp(url);

    private IReadOnlyList<string> StartTcp(ListenUrl url)
    {
        var server = new SocketServer(url, options, Handler(), time, _log, options.Mode == RawMode.Chat ? ChatServer.RefuseAsync : null);
        server.Start();
        _stop.Add(server.StopAsync);
        return server.Urls;
    }

    private ConnectionHandler Handler() => options.Mode switch
    {
        RawMode.Greet => new Greeting(options.Echo, _log).ServeAsync,
        RawMode.Chat => (_chat ??= new ChatServer(options.Chat, _log)).ServeAsync,
        RawMode.Frames => (_frames ??= new FrameEcho(options.Frames, _log)).ServeAsync,
        _ => new TcpEcho(options.Echo, _log).ServeAsync,
    };

    private IReadOnlyList<string> StartUdp(ListenUrl url)
    {
        var echo = new UdpEcho(url, options.Udp, options.DualMode, options.ReusePort, time, _log);
        echo.Start();
        _stop.Add(_ => echo.StopAsync());
        return echo.Urls;
    }
}
