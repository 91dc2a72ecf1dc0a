using System.Net.Security;
using System.Net.Sockets;
using HandRolledHttp.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RawSocketServer;
using RawSocketServer.Hosting;
using TestKit;

namespace HandRolledHttp.Tests.Server;

/// <summary>The whole server, in this process and on real sockets.</summary>
public sealed class ServerTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

    [Fact]
    public async Task A_connection_too_many_is_told_so_and_closed()
    {
        await using var server = await StartAsync("--Http:Sockets:MaxConnections", "1");
        await using var first = await Peer.ConnectAsync(Url(server));
        await first.SendAsync(Get);
        await first.ReceiveUntilAsync("\r\n\r\nA");

        await using var second = await Peer.ConnectAsync(Url(server));
        var refusal = await second.ReceiveTextToEndAsync();

        Assert.StartsWith("HTTP/1.1 503 Service Unavailable\r\n", refusal, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", refusal, StringComparison.Ordinal);
        await first.SendAsync(Get);
        await first.ReceiveUntilAsync("\r\n\r\nA");
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_client_that_half_closes_after_its_requests_gets_every_answer(string readinessLoop)
    {
        await using var server = await StartAsync("--Http:Sockets:ReadinessLoop", readinessLoop);
        for (var round = 0; round < 50; round++)
        {
            await using var peer = await Peer.ConnectAsync(Url(server));
            await peer.SendAsync(string.Concat(Enumerable.Repeat(Get, 16)));
            peer.HalfClose();

            var answers = await peer.ReceiveTextToEndAsync();

            Assert.Equal(16, answers.Split("\r\n\r\nA").Length - 1);
        }
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_refusal_survives_what_the_client_still_sends(string readinessLoop)
    {
        await using var server = await StartAsync("--Http:Sockets:ReadinessLoop", readinessLoop);
        await using var peer = await Peer.ConnectAsync(Url(server));
        await peer.SendAsync("GET /a HTTP/1.1\r\nBad Name: x\r\n\r\n" + new string('x', 1_000_000));

        var (received, wasReset) = await peer.ReceiveToEndOrResetAsync();

        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", System.Text.Encoding.UTF8.GetString(received), StringComparison.Ordinal);
        Assert.False(wasReset);
    }

    [Fact]
    public async Task Tls_on_the_plain_port_is_told_what_happened()
    {
        await using var server = await StartAsync();
        await using var peer = await Peer.ConnectAsync(Url(server));
        using var tls = new SslStream(new NetworkStream(peer.Socket));

        // The response is plain text in place of a handshake: the client's TLS cannot read it, but a person with netcat can.
        await Assert.ThrowsAnyAsync<Exception>(() => tls.AuthenticateAsClientAsync("localhost"));

        await using var human = await Peer.ConnectAsync(Url(server));
        await human.SendAsync(new byte[] { 0x16, 0x03, 0x01 });
        Assert.Contains("TLS", await human.ReceiveTextToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_begun_is_answered_whole_when_the_server_stops()
    {
        var begun = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var server = await StartAsync(server => server.MapGet("/slow", async (_, response) =>
        {
            begun.SetResult();
            await goOn.Task;
            await response.TextAsync("done");
        }));
        await using var idle = await Peer.ConnectAsync(Url(server));
        await idle.SendAsync(Get);
        await idle.ReceiveUntilAsync("\r\n\r\nA");
        await using var busy = await Peer.ConnectAsync(Url(server));
        await busy.SendAsync("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
        await begun.Task;

        var stopped = server.StopAsync(TestContext.Current.CancellationToken);
        Assert.Empty(await idle.ReceiveToEndAsync());
        goOn.SetResult();
        var answer = await busy.ReceiveTextToEndAsync();
        await stopped;

        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\ndone", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--urls", "ftp://127.0.0.1:0")]
    [InlineData("--Http:Limits:RequestLine", "1")]
    [InlineData("--Http:Limits:RequestLine", "many")]
    [InlineData("--Http:Limits:RequestLines", "1000")]
    [InlineData("--Http:Timeouts:Head", "00:00:00")]
    [InlineData("--Http:Sockets:Backlog", "0")]
    [InlineData("--ulrs", "http://127.0.0.1:0")]
    public async Task A_bad_option_is_one_sentence_that_names_it(string option, string value)
    {
        var failure = await Assert.ThrowsAsync<UsageException>(async () =>
        {
            await using var server = await StartAsync(option, value);
        });

        Assert.Contains(
            option == "--urls" ? value : option.Split(':')[^1].Replace("--", "", StringComparison.Ordinal),
            failure.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_loaded_is_one_sentence()
    {
        var failure = await Assert.ThrowsAsync<StartupException>(async () =>
        {
            await using var server = await StartAsync("--urls", "https://127.0.0.1:0", "--Http:Certificate", "nowhere.pfx");
        });

        Assert.Contains("nowhere.pfx", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--Http:Certificate", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("kind", "process")]
    public async Task The_program_stops_cleanly_and_says_where_it_listens()
    {
        await using var server = await ServerProcess.StartAsync("HandRolledHttp", "--urls", "http://127.0.0.1:0;http://[::1]:0");

        Assert.Equal(2, server.Urls.Count);
        Assert.Contains("Microsoft.Hosting.Lifetime[14]", server.Output, StringComparison.Ordinal);
        Assert.Equal(0, await server.StopAsync());
    }

    private static Task<WebServer> StartAsync(params string[] args) => StartAsync(_ => { }, args);

    private static async Task<WebServer> StartAsync(Action<WebServer> map, params string[] args)
    {
        var server = WebServer.Create(["--urls", "http://127.0.0.1:0", .. args], builder => builder.Logging.ClearProviders());
        server.MapGet("/a", (_, response) => response.TextAsync("A"));
        map(server);
        try
        {
            await server.StartAsync(TestContext.Current.CancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static string Url(WebServer server) => server.Services.GetRequiredService<BoundUrls>().Urls[0];
}
