using Contract.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RawSocketServer.Hosting;

[assembly: AssemblyFixture(typeof(ServersFixture))]

namespace Contract.Tests.Servers;

/// <summary>All servers, started once in this process for the whole run, each created by its own Program.</summary>
public sealed class ServersFixture : IAsyncLifetime
{
    private readonly TestCertificate _certificate = new();
    private readonly FailureLog _log = new();
    private readonly Dictionary<ServerUnderTest, RunningServer> _servers = [];

    public RunningServer this[ServerUnderTest server] => _servers[server];

    /// <summary>The folder of a server's project, for tests that start it in its own process.</summary>
    public static string Project(ServerUnderTest server) => server switch
    {
        ServerUnderTest.Minimal => "MinimalHttpServer",
        ServerUnderTest.HandRolled => "HandRolledHttp",
        _ => throw new ArgumentOutOfRangeException(nameof(server)),
    };

    public async ValueTask InitializeAsync()
    {
        foreach (var kind in Enum.GetValues<ServerUnderTest>())
            _servers[kind] = await StartAnotherAsync(kind);
    }

    /// <summary>Starts another server of a kind, for a test that would affect the others.</summary>
    public Task<RunningServer> StartAnotherAsync(ServerUnderTest kind, string[]? options = null, TimeProvider? clock = null) =>
        StartAsync(kind, _certificate, options ?? [], clock ?? TimeProvider.System);

    /// <summary>Stops the servers. The run fails if a handler of HandRolledHttp failed on any request of any test.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
            await server.DisposeAsync();
        _certificate.Dispose();
        Assert.Empty(_log.Failures);
    }

    private async Task<RunningServer> StartAsync(ServerUnderTest kind, TestCertificate certificate, string[] options, TimeProvider clock)
    {
        string[] common = ["--urls", "http://127.0.0.1:0;https://127.0.0.1:0", "--Logging:LogLevel:Default=Warning", .. options];
        switch (kind)
        {
            case ServerUnderTest.Minimal:
                var app = MinimalHttpServer.Program.Create(
                    [.. common, $"--Kestrel:Certificates:Default:Path={certificate.Pfx}"],
                    builder => builder.Services.AddSingleton(clock));
                await app.StartAsync();
                return new RunningServer(kind, app.Urls, certificate, app);
            case ServerUnderTest.HandRolled:
                var host = HandRolledHttp.Program.Create([.. common, $"--Http:Certificate={certificate.Pfx}"], builder =>
                {
                    builder.Logging.AddProvider(_log);
                    builder.Services.AddSingleton(clock);
                });
                await host.StartAsync();
                return new RunningServer(kind, host.Services.GetRequiredService<BoundUrls>().Urls, certificate, host);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }
}
