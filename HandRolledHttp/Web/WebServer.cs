using HandRolledHttp.Connection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RawSocketServer.Hosting;

namespace HandRolledHttp.Web;

/// <summary>
/// A web server in three lines:
/// <code>
/// var server = WebServer.Create(args);
/// server.MapGet("/hello", (request, response) => response.TextAsync("Hello!"));
/// await server.RunAsync();
/// </code>
/// </summary>
public sealed class WebServer : IHost, IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Router _router;

    private WebServer(IHost host, Router router)
    {
        _host = host;
        _router = router;
    }

    /// <inheritdoc/>
    public IServiceProvider Services => _host.Services;

    /// <summary>Prepares a server from the command line, the environment and the appsettings.json in the program's folder.</summary>
    /// <param name="args">For example <c>--urls http://127.0.0.1:8081</c> or <c>--Http:Timeouts:Head 00:00:10</c>.</param>
    /// <param name="configure">Last changes before the host is built.</param>
    /// <param name="sections">Sections of the configuration that belong to the program; unknown ones are an error.</param>
    /// <exception cref="RawSocketServer.StartupException">An option is unknown or out of range.</exception>
    public static WebServer Create(string[] args, Action<HostApplicationBuilder>? configure = null, params string[] sections)
    {
        args = [.. args.Select(argument => argument == "--terse" ? $"--{HttpServerOptions.Section}:{nameof(HttpServerOptions.Terse)}=true" : argument)];
        Arguments.Check(args, ["urls"], [HttpServerOptions.Section, .. sections]);
        var builder = Startup.CreateBuilder(args);
        var options = HttpServerOptions.Read(builder.Configuration);

        var router = new Router();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<IRequestDispatcher>(router);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<BoundUrls>();
        builder.Services.AddHostedService<HttpServer>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Sockets.DrainTimeout + TimeSpan.FromSeconds(2));
        configure?.Invoke(builder);
        return new WebServer(builder.Build(), router);
    }

    /// <summary>
    /// Handles GET, and HEAD with the same fields and no body. A successful response is made conditional automatically (RFC 9110 §13), with
    /// ETag and Last-Modified if the handler sets them.
    /// </summary>
    public void MapGet(string pattern, RequestHandler handler) => _router.Map("GET", pattern, handler);

    /// <summary>
    /// Handles POST. The request's conditions (RFC 9110 §13) are evaluated when the handler first reads the content or begins its response.
    /// So a handler must read before it changes anything.
    /// </summary>
    public void MapPost(string pattern, RequestHandler handler) => _router.Map("POST", pattern, handler);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default) => _host.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _host.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ((IAsyncDisposable)_host).DisposeAsync();
}
