using HandRolledHttp.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RawSocketServer.Hosting;
using TestKit;

namespace HandRolledHttp.Tests.Server;

/// <summary>A handler is notified when its request can no longer get a response, and a shutdown ends with any handler.</summary>
public sealed class AbortTests : IDisposable
{
    private readonly LogCapture _log = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static TheoryData<string, string> Ways => new() { { "http", "true" }, { "http", "false" }, { "https", "true" }, { "https", "false" } };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_reset_aborts_the_request(string scheme, string readinessLoop)
    {
        await using var server = await StartAsync(scheme, "--Http:Sockets:ReadinessLoop", readinessLoop);
        await using var client = await server.ConnectAsync();
        await client.SendAsync("GET /waits HTTP/1.1\r\nHost: x\r\n\r\n");
        await _begun.Task.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        client.Reset();

        await _aborted.Task.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
        await _log.UntilAsync(entry => entry.Line.Contains("broke", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_end_of_the_drain_aborts_the_request(string scheme, string readinessLoop)
    {
        await using var server = await StartAsync(
            scheme, StoppedClock(), "--Http:Sockets:ReadinessLoop", readinessLoop, "--Http:Sockets:DrainTimeout", "00:00:00");
        await using var client = await server.ConnectAsync();
        await client.SendAsync("GET /waits HTTP/1.1\r\nHost: x\r\n\r\n");
        await _begun.Task.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        await server.StopAsync().WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        await _aborted.Task.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
        Assert.True(await client.EndsInResetAsync());
        Assert.DoesNotContain(_log.Lines, line => line.Contains("is still running", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Entries, entry => entry.Level >= LogLevel.Error);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_stop_ends_although_a_handler_does_not_and_says_which(string scheme, string readinessLoop)
    {
        await using var server = await StartAsync(scheme, "--Http:Sockets:ReadinessLoop", readinessLoop, "--Http:Sockets:DrainTimeout", "00:00:00");
        await using var client = await server.ConnectAsync();
        await client.SendAsync("GET /never/secret HTTP/1.1\r\nHost: x\r\n\r\n");
        await _begun.Task.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        await server.StopAsync().WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        var left = Assert.Single(_log.Entries, entry => entry.Line.Contains("is still running", StringComparison.Ordinal));
        Assert.Equal(LogLevel.Warning, left.Level);
        Assert.Contains("/never/{what}", left.Line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", left.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_programs_own_delay_ends_with_the_drain()
    {
        using var host = Program.Create(
            ["--urls", "http://127.0.0.1:0", "--Http:Sockets:DrainTimeout", "00:00:00"],
            builder => builder.Services.AddSingleton<TimeProvider>(StoppedClock()));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await using var client = await WireClient.ConnectAsync(host.Services.GetRequiredService<BoundUrls>().Urls[0], null);
        await client.SendAsync("GET /hello HTTP/1.1\r\nHost: x\r\n\r\nGET /delay/10 HTTP/1.1\r\nHost: x\r\n\r\n");
        await client.ReceiveUntilAsync("Hello, World!"); // returns when the delay has begun

        await host.StopAsync(TestContext.Current.CancellationToken).WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        Assert.True(await client.EndsInResetAsync());
    }

    [Fact]
    public async Task A_client_that_only_finishes_sending_aborts_nothing()
    {
        var time = new FakeTimeProvider();
        var goOn = new TaskCompletionSource();
        await using var server = await RunningWebServer.StartAsync("http", _log, time, routes => routes.MapGet("/slow", async (request, response) =>
        {
            var aborted = request.Aborted;
            _begun.SetResult();
            await goOn.Task;
            await response.TextAsync(aborted.IsCancellationRequested ? "aborted" : "whole");
        }));
        await using var client = await server.ConnectAsync();
        await client.SendAsync("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
        client.Peer.HalfClose();
        await _begun.Task.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromSeconds(2)); // sockets are checked once per second
        goOn.SetResult();

        Assert.EndsWith("\r\n\r\nwhole", await client.ReceiveTextToEndAsync(), StringComparison.Ordinal);
    }

    public void Dispose() => _log.Dispose();

    // On a stopped clock a shutdown waits for its handlers, however slow the machine is.
    private static FakeTimeProvider StoppedClock() => new(TimeProvider.System.GetUtcNow());

    private Task<RunningWebServer> StartAsync(string scheme, params string[] options) => StartAsync(scheme, null, options);

    private Task<RunningWebServer> StartAsync(string scheme, TimeProvider? time, params string[] options) =>
        RunningWebServer.StartAsync(scheme, _log, time, routes =>
        {
            routes.MapGet("/waits", async (request, _) =>
            {
                await using var registration = request.Aborted.Register(_aborted.SetResult);
                _begun.SetResult();
                await Task.Delay(Timeout.Infinite, request.Aborted);
            });
            routes.MapGet("/never/{what}", async (_, _) =>
            {
                _begun.SetResult();
                await new TaskCompletionSource().Task;
            });
        }, options);
}
