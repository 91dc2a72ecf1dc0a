using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RawSocketServer.Chat;
using RawSocketServer.Echo;
using RawSocketServer.Frames;
using RawSocketServer.Listening;

namespace RawSocketServer.Hosting;

/// <summary>A complete echo server: one listener per URL. If one cannot be bound, none is left open.</summary>
/// <param name="urls">The addresses to listen on.</param>
/// <param name="options">Validated options.</param>
/// <param name="bound">Receives the bound addresses.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Creates the loggers.</param>
public sealed class RawServer(
    IReadOnlyList<ListenUrl> urls, RawServerOptions options, BoundUrls bound, TimeProvider time, ILoggerFactory loggers)
    : IHostedService
{
    /// <summary>The default addresses: the port of the original text, on this machine only.</summary>
    public const string DefaultUrls = "tcp://127.0.0.1:12345;udp://127.0.0.1:12345";

    /// <summary>The default address of the chat room: another port than the echo's, so that both can run.</summary>
    public const string DefaultChatUrls = "tcp://127.0.0.1:12347";

    private readonly ILogger _log = loggers.CreateLogger("RawSocketServer");
    private readonly List<Func<CancellationToken, Task>> _stop = [];
    private ChatServer? _chat;
    private FrameEcho? _frames;

    /// <summary>The schemes that <c>--urls</c> accepts; none has a default port.</summary>
    public static IReadOnlyDictionary<string, int?> Schemes { get; } = new Dictionary<string, int?> { ["tcp"] = null, ["udp"] = null };

    /// <summary>The default addresses of a mode.</summary>
    public static string DefaultUrlsOf(RawMode mode) => mode switch
    {
        RawMode.Chat => DefaultChatUrls,
        RawMode.Frames => DefaultUrls.Split(';')[0],
        _ => DefaultUrls,
    };

    /// <summary>The schemes that <c>--urls</c> accepts in a mode: chat and frames need a stream, so they have no UDP.</summary>
    public static IReadOnlyDictionary<string, int?> SchemesOf(RawMode mode) =>
        mode is RawMode.Chat or RawMode.Frames ? new Dictionary<string, int?> { ["tcp"] = null } : Schemes;

    /// <inheritdoc/>
    /// <exception cref="StartupException">An address cannot be bound; no listener is left open.</exception>
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
        var server = new SocketServer(url, options, Handler(), time, _log, options.Mode == RawMode.Chat ? ChatServer.RejectAsync : null);
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
