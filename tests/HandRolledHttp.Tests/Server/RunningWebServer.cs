using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using HandRolledHttp.Connection.Tls;
using HandRolledHttp.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RawSocketServer.Hosting;
using TestKit;

namespace HandRolledHttp.Tests.Server;

/// <summary>A server in this process on one port, without or with TLS, with its log and optionally the test's clock.</summary>
internal sealed class RunningWebServer : IAsyncDisposable
{
    private static readonly Lazy<(X509Certificate2 Certificate, string Path)> s_certificate = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("servers-").FullName;
        return (DemoCertificate.LoadOrCreate(folder, TimeProvider.System), Path.Combine(folder, "localhost.pfx"));
    });

    private readonly string _scheme;
    private readonly WebServer _server;

    private RunningWebServer(string scheme, WebServer server) => (_scheme, _server) = (scheme, server);

    public string Url => _server.Services.GetRequiredService<BoundUrls>().Urls[0];

    public static Task<RunningWebServer> StartAsync(string scheme, LogCapture log, Action<WebServer> map, params string[] options) =>
        StartAsync(scheme, log, time: null, map, options);

    public static async Task<RunningWebServer> StartAsync(string scheme, LogCapture log, TimeProvider? time, Action<WebServer> map, params string[] options)
    {
        var server = WebServer.Create(["--urls", $"{scheme}://127.0.0.1:0", "--Http:Certificate", s_certificate.Value.Path, .. options], builder =>
        {
            builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(log);
            if (time is not null)
                builder.Services.AddSingleton(time);
        });
        server.MapGet("/a", (_, response) => response.TextAsync("A"));
        map(server);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return new RunningWebServer(scheme, server);
    }

    /// <summary>Whether a certificate is the one of this server.</summary>
    public static bool IsItsCertificate(X509Certificate? certificate) => s_certificate.Value.Certificate.Equals(certificate);

    public async Task<WireClient> ConnectAsync() => await WireClient.ConnectAsync(Url, _scheme == "https" ? s_certificate.Value.Certificate : null);

    public Task StopAsync() => _server.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync().WaitAsync(Hang.Guard); // a shutdown that never ends fails its test without delaying the others
        await _server.DisposeAsync();
    }
}

/// <summary>A client that sends bytes, without or with TLS.</summary>
internal sealed class WireClient : IAsyncDisposable
{
    private readonly Peer _peer;
    private readonly Stream _stream;
    private string _received = "";

    private WireClient(Peer peer, Stream stream) => (_peer, _stream) = (peer, stream);

    public Peer Peer => _peer;

    public static async Task<WireClient> ConnectAsync(string url, X509Certificate2? trusted)
    {
        var peer = await Peer.ConnectAsync(Peer.Endpoint(url), patience: Hang.Guard);
        Stream stream = new NetworkStream(peer.Socket);
        if (trusted is not null)
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = Trust(trusted) }, peer.Timeout);
            stream = tls;
        }

        return new WireClient(peer, stream);
    }

    public Task SendAsync(string text) => _stream.WriteAsync(Encoding.Latin1.GetBytes(text), _peer.Timeout).AsTask();

    public async Task<string> ReceiveUntilAsync(string end)
    {
        while (!_received.Contains(end, StringComparison.Ordinal))
        {
            if (!await ReceiveMoreAsync())
                Assert.Fail($"The connection ended before \"{end}\": {_received}");
        }

        var until = _received.IndexOf(end, StringComparison.Ordinal) + end.Length;
        var taken = _received[..until];
        _received = _received[until..];
        return taken;
    }

    /// <summary>Receives until the server ends the connection; a reset fails the test.</summary>
    public async Task<string> ReceiveTextToEndAsync()
    {
        while (await ReceiveMoreAsync())
        {
        }

        return _received;
    }

    /// <summary>Whether the connection ends with a reset, or with TLS without close_notify.</summary>
    public async Task<bool> EndsInResetAsync()
    {
        try
        {
            await ReceiveTextToEndAsync();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Reset() => _peer.Reset();

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await _peer.DisposeAsync();
    }

    private static X509ChainPolicy Trust(X509Certificate2 certificate) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { certificate },
        RevocationMode = X509RevocationMode.NoCheck,
    };

    private async Task<bool> ReceiveMoreAsync()
    {
        var buffer = new byte[16 * 1024];
        var count = await _stream.ReadAsync(buffer, _peer.Timeout);
        _received += Encoding.Latin1.GetString(buffer, 0, count);
        return count > 0;
    }
}

internal static class LogWaiting
{
    /// <summary>Completes when a matching line was logged.</summary>
    public static async Task UntilAsync(this LogCapture log, Func<(LogLevel Level, EventId Id, string Line), bool> isIt)
    {
        using var guard = new CancellationTokenSource(Hang.Guard);
        while (!log.Entries.Any(isIt))
        {
            Assert.False(guard.IsCancellationRequested, $"Never logged. Until then:\n{string.Join('\n', log.Lines)}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
