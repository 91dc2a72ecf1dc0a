using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using RawSocketServer.Hosting;
using SideBySide.Servers;

namespace SideBySide.Experiments.Running;

/// <summary>
/// RawSocketServer in another mode, on a free port of this process, for one experiment: bytes mean something else to it, and nobody else is there.
/// </summary>
internal sealed class OtherModeServer : IAsyncDisposable
{
    private readonly ServerHost _server;

    private OtherModeServer(ServerHost server) => _server = server;

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address => IPEndPoint.Parse(new Uri(_server.Urls()[0]).Authority);

    /// <summary>Starts it.</summary>
    public static async Task<OtherModeServer> StartAsync(RawMode mode, CancellationToken cancellation)
    {
        string[] options = ["--urls", "tcp://127.0.0.1:0", RawServerOptions.ModeOption, mode.ToString().ToLower(CultureInfo.InvariantCulture)];
        var server = ServerHost.OfSockets(RawSocketServer.Program.Create(options, builder => builder.Services
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton<IHostLifetime, NoSignalLifetime>()));
        await server.Host.StartAsync(cancellation);
        return new OtherModeServer(server);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.Host.StopAsync();
        _server.Host.Dispose();
    }
}
