using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RawSocketServer.Echo;
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

    private readonly ILogger _log = loggers.CreateLogger("RawSocketServer");
    private readonly List<Func<CancellationToken, Task>> _stop = [];

    /// <summary>The schemes that <c>--urls</c> takes here; there is no default port.</summary>
    public static IReadOnlyDictionary<string, int?> Schemes { get; } = new Dictionary<string, int?> { ["tcp"] = null, ["udp"] = null };

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
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_stop.Select(stop => stop(cancellationToken)));

    private IReadOnlyList<string> Start(ListenUrl url) => url.Scheme == "udp" ? StartUdp(url) : StartTcp(url);

    private IReadOnlyList<string> StartTcp(ListenUrl url)
    {
        ConnectionHandler serve = options.Mode == RawMode.Greet
            ? new Greeting(options.Echo, _log).ServeAsync
            : new TcpEcho(options.Echo, _log).ServeAsync;
        var server = new SocketServer(url, options, serve, time, _log);
        server.Start();
        _stop.Add(server.StopAsync);
        return server.Urls;
    }

    private IReadOnlyList<string> StartUdp(ListenUrl url)
    {
        var echo = new UdpEcho(url, options.Udp, options.DualMode, options.ReusePort, time, _log);
        echo.Start();
        _stop.Add(_ => echo.StopAsync());
        return echo.Urls;
    }
}
