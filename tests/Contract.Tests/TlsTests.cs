using System.Net.Security;
using System.Security.Authentication;
using Contract.Tests.Servers;

namespace Contract.Tests;

/// <summary>The same routes over TLS.</summary>
public sealed class TlsTests(ServersFixture servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [EachServer("127.0.0.1")]
    [EachServer("localhost")]
    public async Task A_client_that_trusts_the_demo_certificate_is_served(ServerUnderTest server, string host)
    {
        // localhost may be ::1 first; no server listens there, so the client continues with 127.0.0.1.
        var url = new UriBuilder(servers[server].Https) { Host = host, Path = "/hello", Query = "name=TLS" }.Uri;
        Assert.Equal("Hello, TLS!", await servers[server].Client.GetStringAsync(url, Token));
    }

    [Theory, EachServer]
    public async Task A_client_that_does_not_is_not(ServerUnderTest server)
    {
        using var client = new HttpClient();
        var e = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(servers[server].Https, Token));
        Assert.IsType<AuthenticationException>(e.InnerException);
        Assert.Equal("Hello, World!", await servers[server].Client.GetStringAsync(new Uri(servers[server].Https, "/hello"), Token));
    }

    [Theory, EachServer]
    public async Task A_body_comes_back_through_tls(ServerUnderTest server)
    {
        var bytes = new byte[1_000_000];
        new Random(11).NextBytes(bytes);
        using var answer = await servers[server].Client.PostAsync(new Uri(servers[server].Https, "/echo"), new ByteArrayContent(bytes), Token);
        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory, EachServer]
    public async Task A_connection_inside_of_tls_is_kept_and_closed_like_a_plain_one(ServerUnderTest server)
    {
        await using var peer = await Peer.ConnectAsync(servers[server].Https.Port);
        await using var tls = new SslStream(new System.Net.Sockets.NetworkStream(peer.Socket));
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = servers[server].Certificate.TrustThisOnly() },
            peer.Timeout);
        await tls.WriteAsync(
            "GET /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /hello?name=again HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8.ToArray(),
            peer.Timeout);
        using var reader = new StreamReader(tls);
        var all = await reader.ReadToEndAsync(peer.Timeout);
        Assert.Contains("Hello, World!", all, StringComparison.Ordinal);
        Assert.EndsWith("Hello, again!", all, StringComparison.Ordinal);
    }

    [Theory, EachServer]
    public async Task Plain_http_on_the_tls_port_ends_the_connection_and_not_the_server(ServerUnderTest server)
    {
        await using (var peer = await Peer.ConnectAsync(servers[server].Https.Port))
        {
            await peer.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            await peer.ReceiveToEndOrResetAsync();
        }

        Assert.Equal("Hello, World!", await servers[server].Client.GetStringAsync(new Uri(servers[server].Https, "/hello"), Token));
    }
}
