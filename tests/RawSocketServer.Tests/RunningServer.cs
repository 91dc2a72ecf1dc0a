using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RawSocketServer.Hosting;

namespace RawSocketServer.Tests;

/// <summary>The whole server in the test's process, on free ports, with the test's clock and log.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly IHost _host;

    private RunningServer(IHost host, LogCapture log)
    {
        _host = host;
        Log = log;
    }

    public LogCapture Log { get; }

    public IReadOnlyList<string> Urls => _host.Services.GetRequiredService<BoundUrls>().Urls;

    public static Task<RunningServer> StartAsync(params string[] args) => StartAsync(null, args);

    public static async Task<RunningServer> StartAsync(TimeProvider? time, params string[] args)
    {
        var log = new LogCapture();
        string[] urls = args.Contains("--urls") ? [] : ["--urls", "tcp://127.0.0.1:0;udp://127.0.0.1:0"];
        var host = Program.Create([.. urls, .. args], builder =>
        {
            builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
            if (time is not null)
                builder.Services.AddSingleton(time);
        });
        await host.StartAsync();
        return new RunningServer(host, log);
    }

    public IPEndPoint EndPoint(string scheme) => Peer.Endpoint(Urls.First(u => u.StartsWith(scheme, StringComparison.Ordinal)));

    public Task<Peer> ConnectAsync() => Peer.ConnectAsync(EndPoint("tcp"));

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
