using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using HandRolledHttp.Connection.Tls;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RawSocketServer.Hosting;
using RawSocketServer.Listening;

namespace HandRolledHttp.Connection;

/// <summary>Listens on every address, and serves HTTP on each accepted connection.</summary>
internal sealed class HttpServer(
    HttpServerOptions options, IRequestDispatcher dispatcher, IConfiguration configuration, TimeProvider time, ILoggerFactory loggers,
    BoundUrls bound) : IHostedService
{
    public const string DefaultUrls = "http://127.0.0.1:8081";

    private static readonly Dictionary<string, int?> s_schemes = new() { ["http"] = 80, ["https"] = 443 };

    // RFC 9110 §15.6.4. The connection exceeds the limit and gets only this short response.
    private static readonly byte[] s_overloaded =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly ILogger _log = loggers.CreateLogger("HandRolledHttp");
    private readonly DateField _date = new(time);
    private readonly List<SocketServer> _servers = [];
    private SslServerAuthenticationOptions? _tls;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var urls = ListenUrl.ParseList(configuration["urls"] ?? DefaultUrls, s_schemes);
        if (urls.Any(IsSecure))
            _tls = CreateTlsOptions();
        try
        {
            foreach (var url in urls)
                Start(url);
        }
        catch
        {
            await StopAsync(CancellationToken.None); // leaves no listener open
            throw;
        }

        bound.Urls = [.. _servers.SelectMany(s => s.Urls)];
        loggers.NowListening(urls, bound.Urls);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_servers.Select(s => s.StopAsync(cancellationToken)));

    private static bool IsSecure(ListenUrl url) => url.Scheme == "https";

    private void Start(ListenUrl url)
    {
        ConnectionHandler serve = IsSecure(url) ? ServeSecureAsync : connection => ServeAsync(new PlainTransport(connection));
        ConnectionHandler reject = IsSecure(url) ? _ => Task.CompletedTask : RejectAsync;
        var server = new SocketServer(url, options.Sockets, serve, time, loggers.CreateLogger("RawSocketServer"), reject);
        server.Start();
        _servers.Add(server);
    }

    private async Task ServeAsync(ITransport transport)
    {
        using var connection = new HttpConnection(transport, options, dispatcher, _date, _log);
        await connection.RunAsync();
    }

    private async Task ServeSecureAsync(SocketConnection connection)
    {
        TlsTransport transport;
        try
        {
            if (await ShakeHandsAsync(connection) is not { } shaken)
                return;
            transport = shaken;
        }
        catch (AuthenticationException e)
        {
            Log.HandshakeFailed(_log, connection.Id, e.Message);
            // The TLS alert names the problem; a reset would destroy it.
            await connection.LingerAsync(Timeouts.LingerIdle, Timeouts.LingerTotal);
            return;
        }

        await using (transport)
            await ServeAsync(transport);
    }

    private async Task<TlsTransport?> ShakeHandsAsync(SocketConnection connection)
    {
        ConnectionState.BeginHandshake(connection, options.Timeouts);
        try
        {
            await connection.WaitForBytesAsync();
            if (connection.Deadline.Cause is Interruption.DeadlinePassed or Interruption.Draining)
                return null; // no byte arrived
            // A TLS record begins with 20 to 23, SSL 2.0 with 128 or more.
            if (connection.Peek() is not { } first || !char.IsAsciiLetter((char)first))
                return await TlsTransport.AcceptAsync(connection, _tls!);
        }
        finally
        {
            ConnectionState.EndHandshake(connection);
        }

        using var cleartext = new HttpConnection(new PlainTransport(connection), options, dispatcher, _date, _log);
        await cleartext.RejectCleartextAsync();
        return null;
    }

    private async Task RejectAsync(SocketConnection connection)
    {
        await connection.SendAsync(s_overloaded);
        await connection.LingerAsync(Timeouts.LingerIdle, Timeouts.LingerIdle);
    }

    private SslServerAuthenticationOptions CreateTlsOptions() => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(LoadCertificate(), additionalCertificates: null, offline: true),
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = [SslApplicationProtocol.Http11],
    };

    private X509Certificate2 LoadCertificate()
    {
        if (options.Certificate is not { } path)
            return DemoCertificate.LoadOrCreate(time);
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, options.CertificatePassword);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new RawSocketServer.StartupException(RawSocketServer.Messages.Say(
                $"The certificate {path} cannot be loaded ({e.Message}); --Http:Certificate must name a PFX file, --Http:CertificatePassword its password.",
                $"无法加载证书 {path}（{e.Message}）；--Http:Certificate 应指定 PFX 文件，--Http:CertificatePassword 为其密码。"), e);
        }
    }
}
