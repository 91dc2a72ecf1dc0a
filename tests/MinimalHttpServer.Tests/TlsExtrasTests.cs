using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace MinimalHttpServer.Tests;

/// <summary>The differences over TLS: HTTP/2 works without code here, and compression is off.</summary>
public sealed class TlsExtrasTests : IAsyncLifetime
{
    private readonly X509Certificate2 _certificate = SelfSigned();
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    public TlsExtrasTests()
    {
        _app = Program.Create(["--urls", "http://127.0.0.1:0;https://127.0.0.1:0", "--Logging:LogLevel:Default=None"], builder =>
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = _certificate)));
        _client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { _certificate },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        });
    }

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    [Theory]
    [InlineData("2.0", "HTTP/2")]
    [InlineData("1.1", "HTTP/1.1")]
    public async Task Client_and_server_agree_on_a_version_in_the_handshake(string version, string told)
    {
        using var answer = await AskAsync("https", "/whoami", version);
        Assert.Equal(version, answer.Version.ToString());
        Assert.Contains($"\"version\":\"{told}\"", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_agrees_on_the_plain_port_so_HTTP_2_is_not_spoken_there()
    {
        // Sends frames by hand: an HTTP/2 client continues to send, and may find the connection closed before it reads the reason.
        using var tcp = new TcpClient();
        var plain = new Uri(_app.Urls.First(url => url.StartsWith("http:", StringComparison.Ordinal)));
        await tcp.ConnectAsync(plain.Host, plain.Port, Token);
        await tcp.GetStream().WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), Token);
        var frame = new byte[9];
        await tcp.GetStream().ReadExactlyAsync(frame, Token);
        Assert.Equal(7, frame[3]); // GOAWAY (RFC 9113 §6.8)

        using var answer = await AskAsync("http", "/hello", "1.1");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Nothing_is_compressed_inside_of_tls()
    {
        using var answer = await AskAsync("https", "/hello", "2.0", "gzip");
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Equal("Hello, World!", await answer.Content.ReadAsStringAsync(Token));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<HttpResponseMessage> AskAsync(string scheme, string target, string version, string? coding = null)
    {
        var address = new Uri(_app.Urls.Single(url => url.StartsWith(scheme + "://", StringComparison.Ordinal)));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, target))
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (coding is not null)
            request.Headers.AcceptEncoding.Add(new(coding));
        return await _client.SendAsync(request, Token);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=CsVsBs test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
    }
}
