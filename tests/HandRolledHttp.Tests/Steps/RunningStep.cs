using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RawSocketServer.Hosting;
using TestKit;

namespace HandRolledHttp.Tests.Steps;

/// <summary>A step in this process, on a free port.</summary>
internal sealed class RunningStep : IAsyncDisposable
{
    private readonly IHost _host;

    private RunningStep(IHost host, LogCapture log)
    {
        _host = host;
        Log = log;
    }

    public LogCapture Log { get; }

    public string Url => _host.Services.GetRequiredService<BoundUrls>().Urls[0];

    public static async Task<RunningStep> StartAsync(int number, TimeProvider? time = null, string urls = "http://127.0.0.1:0")
    {
        var log = new LogCapture();
        var host = Program.Create(["--step", $"{number}", "--urls", urls], builder =>
        {
            builder.Logging.ClearProviders().AddProvider(log);
            if (time is not null)
                builder.Services.AddSingleton(time);
        });
        var running = new RunningStep(host, log);
        try
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    public Task<Peer> ConnectAsync() => Peer.ConnectAsync(Url);

    /// <summary>Sends a text on a new connection and receives until the step closes it.</summary>
    public async Task<string> AskAsync(string request)
    {
        await using var peer = await ConnectAsync();
        await peer.SendAsync(request);
        return await peer.ReceiveTextToEndAsync();
    }

    /// <summary>
    /// Asserts that a second client gets no response while the first is silent, and gets one after the first has left. It had enough time:
    /// meanwhile another server in the same process has responded a hundred times.
    /// </summary>
    public async Task AssertASilentClientBlocksAnotherAsync(string request, string end)
    {
        await using var beside = await StartAsync(3);
        await using var silent = await ConnectAsync();
        await using var other = await ConnectAsync();
        await other.SendAsync(request);
        var response = other.ReceiveUntilAsync(end);
        for (var i = 0; i < 100; i++)
            await beside.AskAsync("GET /hello HTTP/1.1\r\nConnection: close\r\n\r\n");
        Assert.False(response.IsCompleted);

        silent.HalfClose();
        await response;
    }

    public async Task StopAsync() => await _host.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
