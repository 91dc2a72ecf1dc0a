using System.Net.Security;
using Microsoft.Extensions.Hosting;

namespace Contract.Tests.Servers;

/// <summary>One server, listening on two free ports: plain and TLS.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly IHost _host;

    public RunningServer(ServerUnderTest kind, IEnumerable<string> urls, DemoCertificate certificate, IHost host)
    {
        _host = host;
        Kind = kind;
        Http = new Uri(urls.Single(u => u.StartsWith("http://", StringComparison.Ordinal)));
        Https = new Uri(urls.Single(u => u.StartsWith("https://", StringComparison.Ordinal)));
        Certificate = certificate;
        Client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = certificate.TrustThisOnly() },
        })
        { BaseAddress = Http };
    }

    public ServerUnderTest Kind { get; }

    public Uri Http { get; }

    public Uri Https { get; }

    public DemoCertificate Certificate { get; }

    /// <summary>A client of the plain port by default; it keeps no cookies, follows no redirects, and trusts only the demo certificate.</summary>
    public HttpClient Client { get; }

    /// <summary>Opens a TCP connection to the plain port.</summary>
    public Task<Peer> ConnectAsync() => Peer.ConnectAsync(Http.Port);

    /// <summary>Sends bytes, then reads one response.</summary>
    public async Task<Answer> AskAsync(string request, bool head = false)
    {
        await using var peer = await ConnectAsync();
        await peer.SendAsync(request);
        return await Answer.ReceiveAsync(peer, head);
    }

    /// <summary>Checks that the server still responds to a new client.</summary>
    public async Task AssertStillServesAsync()
    {
        var answer = await AskAsync("GET /hello?name=after HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.Equal(200, answer.Status);
        Assert.Equal("Hello, after!", answer.Text);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        _host.Dispose();
    }
}
