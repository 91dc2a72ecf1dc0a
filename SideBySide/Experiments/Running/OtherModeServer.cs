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
    // A member that does not read fills the buffers of a room with its usual limits only after megabytes.
    private static readonly string[] s_smallRoom =
        ["--Raw:SendBufferSize=16384", "--Raw:Chat:QueuedLines=128", "--Raw:Chat:LinesPerSecond=1000000"];

    private readonly ServerHost _server;

    private OtherModeServer(ServerHost server) => _server = server;

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address => IPEndPoint.Parse(new Uri(_server.Urls()[0]).Authority);

    /// <summary>Starts it.</summary>
    public static async Task<OtherModeServer> StartAsync(RawMode mode, CancellationToken cancellation)
    {
        var name = mode.ToString().ToLower(CultureInfo.InvariantCulture);
        string[] options = ["--urls", "tcp://127.0.0.1:0", RawServerOptions.ModeOption, name, .. mode == RawMode.Chat ? s_smallRoom : []];
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
