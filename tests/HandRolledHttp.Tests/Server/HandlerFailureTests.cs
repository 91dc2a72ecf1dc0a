using HandRolledHttp.Web;
using Microsoft.Extensions.Logging;
using TestKit;

namespace HandRolledHttp.Tests.Server;

/// <summary>Failures of handlers and of connections on real sockets, without and with TLS.</summary>
public sealed class HandlerFailureTests : IDisposable
{
    private readonly LogCapture _log = new();

    [Theory]
    [InlineData("http", "true")]
    [InlineData("http", "false")]
    [InlineData("https", "true")]
    [InlineData("https", "false")]
    public async Task A_file_that_is_missing_is_answered_500_and_logged_as_an_error(string scheme, string readinessLoop)
    {
        await using var server = await RunningWebServer.StartAsync(scheme, _log,
            routes => routes.MapGet("/bad", (_, response) => response.TextAsync(File.ReadAllText("/nowhere/missing.txt"))),
            "--Http:Sockets:ReadinessLoop", readinessLoop);
        await using var client = await server.ConnectAsync();

        await client.SendAsync("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /bad HTTP/1.1\r\nHost: x\r\n\r\n");
        var answers = await client.ReceiveTextToEndAsync();

        Assert.Contains("\r\n\r\nAHTTP/1.1 500 Internal Server Error\r\n", answers, StringComparison.Ordinal);
        Assert.Contains(_log.Entries, entry => entry.Level == LogLevel.Error);
    }

    [Theory]
    [InlineData("http", "true")]
    [InlineData("http", "false")]
    [InlineData("https", "true")]
    [InlineData("https", "false")]
    public async Task A_client_that_resets_is_no_error_of_the_handler(string scheme, string readinessLoop)
    {
        await using var server = await RunningWebServer.StartAsync(scheme, _log, routes => routes.MapGet("/endless", async (_, response) =>
        {
            while (true)
                await response.WriteAsync(new byte[100_000]);
        }), "--Http:Sockets:ReadinessLoop", readinessLoop);
        await using var client = await server.ConnectAsync();

        await client.SendAsync("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
        await client.ReceiveUntilAsync("200 OK");
        client.Reset();

        await _log.UntilAsync(entry => entry.Line.Contains("broke", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    public void Dispose() => _log.Dispose();
}
