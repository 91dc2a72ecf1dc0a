using HandRolledHttp.Web;
using Microsoft.Extensions.Logging;
using TestKit;

namespace HandRolledHttp.Tests.Server;

/// <summary>A handler learns that its request can no longer be answered, and a stop ends, whatever a handler does.</summary>
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
        await using var server = await StartAsync(scheme, "--Http:Sockets:ReadinessLoop", readinessLoop, "--Http:Sockets:DrainTimeout", "00:00:00");
        await using var client = await server.ConnectAsync();
        await client.SendAsync("GET /waits HTTP/1.1\r\nHost: x\r\n\r\n");
        await _begun.Task.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        await server.StopAsync().WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        await _aborted.Task.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
        Assert.True(await client.EndsInResetAsync());
        Assert.DoesNotContain(_log.Lines, line => line.Contains("still runs", StringComparison.Ordinal));
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

        var left = Assert.Single(_log.Entries, entry => entry.Line.Contains("still runs", StringComparison.Ordinal));
        Assert.Equal(LogLevel.Warning, left.Level);
        Assert.Contains("/never/{what}", left.Line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", left.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_only_finishes_sending_aborts_nothing()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
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

        time.Advance(TimeSpan.FromSeconds(2)); // sockets are looked at once a second
        goOn.SetResult();

        Assert.EndsWith("\r\n\r\nwhole", await client.ReceiveTextToEndAsync(), StringComparison.Ordinal);
    }

    public void Dispose() => _log.Dispose();

    private Task<RunningWebServer> StartAsync(string scheme, params string[] options) => RunningWebServer.StartAsync(scheme, _log, routes =>
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
