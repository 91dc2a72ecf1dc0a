using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace HandRolledHttp.Tests.Server;

/// <summary>A connection is idle under the same conditions without and with TLS; the test controls the server's clock.</summary>
public sealed class IdleTests : IDisposable
{
    private readonly LogCapture _log = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http", "true", "")]
    [InlineData("http", "false", "")]
    [InlineData("http", "true", "0D0A")]
    [InlineData("http", "true", "0D")]
    [InlineData("https", "true", "")]
    [InlineData("https", "false", "")]
    [InlineData("https", "true", "16")]
    [InlineData("https", "false", "1603010200010001FC0303")]
    public async Task A_stop_does_not_wait_for_a_peer_that_has_begun_no_request(string scheme, string readinessLoop, string hex)
    {
        await using var server = await StartAsync(scheme, "--Http:Sockets:ReadinessLoop", readinessLoop,
            "--Http:Sockets:DrainTimeout", "01:00:00", "--Http:Timeouts:Handshake", "01:00:00");
        await using var peer = await Peer.ConnectAsync(Peer.Endpoint(server.Url), patience: Hang.Guard);
        await peer.SendAsync(Convert.FromHexString(hex));
        await using var other = await server.ConnectAsync(); // accepted later, so the first is accepted as well
        await other.SendAsync("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        await other.ReceiveUntilAsync("A");

        var passed = await PassUntilAsync(server.StopAsync());

        Assert.InRange(passed, TimeSpan.Zero, TimeSpan.FromMinutes(30));
        Assert.DoesNotContain(_log.Lines, line => line.Contains("in time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_head_that_drips_inside_of_a_record_has_the_time_of_a_head()
    {
        await using var server = await StartAsync("https", "--Http:Timeouts:KeepAlive", "10:00:00", "--Http:Sockets:DrainTimeout", "00:00:00");
        await using var client = await server.ConnectAsync();
        await client.SendAsync("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        await client.ReceiveUntilAsync("\r\n\r\nA");
        await client.Peer.SendAsync(new byte[] { 0x17, 0x03, 0x03, 0x10, 0x00, 0x01 }); // a record of 4 KiB begins

        var passed = await PassUntilAsync(client.ReceiveUntilAsync("HTTP/1.1 408 "));

        Assert.InRange(passed, TimeSpan.Zero, TimeSpan.FromHours(5));
    }

    [Theory]
    [InlineData("GET /a HTTP/1.1\r\nHost: x\r\n\r\n", "This is plain HTTP")]
    [InlineData("POST /a HTTP/1.1\r\nHost: x\r\nAccept-Language: zh\r\nContent-Length: 100000\r\n\r\n", "这是明文 HTTP")]
    [InlineData("GET / HTTP/1.0\r\n\r\n", "This is plain HTTP")]
    [InlineData("BREW nonsense\r\n\r\n", "This is plain HTTP")]
    public async Task Plain_http_at_the_tls_port_gets_an_answer_in_the_clear(string request, string explanation)
    {
        foreach (var readinessLoop in new[] { "true", "false" })
        {
            await using var server = await StartAsync("https", "--Http:Sockets:ReadinessLoop", readinessLoop);
            await using var peer = await Peer.ConnectAsync(Peer.Endpoint(server.Url), patience: Hang.Guard);
            await peer.SendAsync(request + new string('x', request.Contains("Length", StringComparison.Ordinal) ? 100_000 : 0));

            var answer = await peer.ReceiveUntilAsync(explanation);

            Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", answer, StringComparison.Ordinal);
            Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
            Assert.Contains(_log.Lines, line => line.Contains("HttpOnTlsPort", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_key_update_begins_no_request()
    {
        await using var server = await StartAsync("https", "--Http:Timeouts:KeepAlive", "00:02:00", "--Http:Sockets:DrainTimeout", "00:00:00");
        var arguments = new ProcessStartInfo(Tool.Require("openssl").Path, ["s_client", "-connect", $"{Peer.Endpoint(server.Url)}", "-tls1_3"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var client = Process.Start(arguments)!;
        try
        {
            await client.StandardInput.WriteAsync("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
            await client.StandardInput.FlushAsync(Cancellation);
            await ReadToAsync(client.StandardOutput, "Content-Length: 1");
            await client.StandardInput.WriteAsync("k\n"); // s_client sends a KeyUpdate and prints it
            await client.StandardInput.FlushAsync(Cancellation);
            await ReadToAsync(client.StandardError, "KEYUPDATE");

            var rest = client.StandardOutput.ReadToEndAsync(Cancellation);
            var passed = await PassUntilAsync(rest);

            Assert.DoesNotContain("HTTP/1.1 408 ", await rest, StringComparison.Ordinal);
            Assert.InRange(passed, TimeSpan.FromSeconds(119), TimeSpan.MaxValue);
        }
        finally
        {
            client.Kill();
        }
    }

    [Fact]
    public async Task A_handshake_that_fails_ends_with_an_alert_and_no_reset()
    {
        await using var server = await StartAsync("https");
        await using var peer = await Peer.ConnectAsync(Peer.Endpoint(server.Url), patience: Hang.Guard);
        await using var tls = new SslStream(new NetworkStream(peer.Socket));
        var shaking = tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", ApplicationProtocols = [SslApplicationProtocol.Http2] },
            peer.Timeout);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => shaking);

        Assert.DoesNotContain("reset", failure.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_handshake_that_fails_resets_no_one_who_is_still_sending()
    {
        await using var server = await StartAsync("https");
        await using var peer = await Peer.ConnectAsync(Peer.Endpoint(server.Url), patience: Hang.Guard);
        await peer.SendAsync((byte[])[0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x00, 0x00, 0x01, 0x00, .. new byte[64 * 1024]]); // not a ClientHello, and more bytes
        peer.HalfClose();

        Assert.False((await peer.ReceiveToEndOrResetAsync()).WasReset);
    }

    public void Dispose() => _log.Dispose();

    private Task<RunningWebServer> StartAsync(string scheme, params string[] options) => RunningWebServer.StartAsync(scheme, _log, _time, _ => { }, options);

    private static async Task ReadToAsync(StreamReader reader, string line)
    {
        var read = "";
        while (!read.StartsWith(line, StringComparison.Ordinal))
            read = await reader.ReadLineAsync(Cancellation).AsTask().WaitAsync(Hang.Guard, Cancellation) ?? throw new EndOfStreamException();
    }

    // Advances the server's clock by a second at a time, until a task completes.
    private async Task<TimeSpan> PassUntilAsync(Task done)
    {
        using var guard = new CancellationTokenSource(Hang.Guard);
        var passed = TimeSpan.Zero;
        while (!done.IsCompleted)
        {
            guard.Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
            passed += TimeSpan.FromSeconds(1);
            await Task.WhenAny(done, Task.Delay(10, guard.Token));
        }

        await done;
        return passed;
    }
}
