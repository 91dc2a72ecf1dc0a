using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RawSocketServer;
using RawSocketServer.Hosting;

namespace Contract.Tests;

/// <summary>
/// The client's address that both HTTP servers use behind a trusted proxy, and the differences of ASP.NET Core's middleware
/// (docs/conformance.md).
/// </summary>
public sealed class ForwardedTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.0/8, fd00::/8", true)]
    [InlineData("127.0.0.1/8", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("::ffff:127.0.0.0/104", true)]
    [InlineData("0.0.0.127", false)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData("", false)]
    public async Task Both_trust_the_same_proxies(string trusted, bool isBelieved)
    {
        var expected = isBelieved ? ("192.0.2.1", true) : ("127.0.0.1", false);

        Assert.Equal((expected, expected), await AskBothAsync(trusted, "192.0.2.1", "https"));
    }

    [Theory]
    [InlineData("10")]
    [InlineData("10.1")]
    [InlineData("010.0.0.1")]
    [InlineData("0x7f.1")]
    [InlineData("::ffff:10.0.0.01")]
    [InlineData("127.1/8")]
    [InlineData("::ffff:10.0.0.0/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("[::1]")]
    [InlineData("fe80::1%lo")]
    [InlineData("localhost")]
    public void Both_reject_the_same_lists(string trusted)
    {
        Assert.Throws<UsageException>(() => HandRolledHttp.Program.Create(["--Http:Forwarded:Trusted", trusted]));
        Assert.Throws<ArgumentException>(() => MinimalHttpServer.Program.Create(["--Forwarded:Trusted", trusted]));
    }

    [Theory]
    [InlineData("192.0.2.1", "https", "192.0.2.1", true, "192.0.2.1", true)]
    [InlineData("6.6.6.6, 192.0.2.1", "http, https", "192.0.2.1", true, "192.0.2.1", true)]
    [InlineData("192.0.2.1, 127.0.0.2", "https, https", "192.0.2.1", true, "192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.1", "http", "192.0.2.1", false, "192.0.2.1", false)]
    [InlineData("[2001:db8::1]:80", "http", "2001:db8::1", false, "2001:db8::1", false)]
    [InlineData("6.6.6.6, nonsense", "http, http", "127.0.0.1", false, "127.0.0.1", false)]
    // The differences, HandRolledHttp first.
    [InlineData("10.1", "http", "127.0.0.1", false, "10.0.0.1", false)]
    [InlineData("010.0.0.1", "http", "127.0.0.1", false, "8.0.0.1", false)]
    [InlineData("unknown", "https", "127.0.0.1", true, "127.0.0.1", false)]
    [InlineData("192.0.2.43:_p", "http", "192.0.2.43", false, "127.0.0.1", false)]
    public async Task The_client_is_whom_a_trusted_proxy_names(
        string forwardedFor, string proto, string client, bool isSecure, string minimalClient, bool minimalIsSecure) =>
        Assert.Equal(((client, isSecure), (minimalClient, minimalIsSecure)), await AskBothAsync("127.0.0.0/8", forwardedFor, proto));

    [Fact]
    public async Task The_middleware_removes_what_it_has_used_and_reads_no_Forwarded()
    {
        string[] names = ["forwarded", "x-forwarded-for", "x-forwarded-proto", "x-original-for", "x-original-proto"];
        const string Fields = "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\nForwarded: for=192.0.2.9\r\n";
        await using var servers = await Servers.StartAsync("127.0.0.1");

        var byHand = await Servers.GetAsync(servers.HandRolled, "/headers", Fields);
        var byMinimal = await Servers.GetAsync(servers.Minimal, "/headers", Fields);

        Assert.Equal(names[..3], names.Where(name => byHand.TryGetProperty(name, out _)));
        Assert.Equal([names[0], names[3], names[4]], names.Where(name => byMinimal.TryGetProperty(name, out _)));
    }

    private static async Task<((string, bool) HandRolled, (string, bool) Minimal)> AskBothAsync(
        string trusted, string forwardedFor, string proto)
    {
        await using var servers = await Servers.StartAsync(trusted);
        return (await AskAsync(servers.HandRolled, forwardedFor, proto), await AskAsync(servers.Minimal, forwardedFor, proto));
    }

    private static async Task<(string Client, bool IsSecure)> AskAsync(string url, string forwardedFor, string proto)
    {
        var whoami = await Servers.GetAsync(url, "/whoami", $"X-Forwarded-For: {forwardedFor}\r\nX-Forwarded-Proto: {proto}\r\n");
        var client = System.Net.IPEndPoint.Parse(whoami.GetProperty("remote").GetString()!).Address;
        return ((client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client).ToString(), whoami.GetProperty("tls").GetBoolean());
    }

    private sealed class Servers(IHost handRolled, WebApplication minimal) : IAsyncDisposable
    {
        public string HandRolled => handRolled.Services.GetRequiredService<BoundUrls>().Urls[0];

        public string Minimal => minimal.Urls.First();

        public static async Task<Servers> StartAsync(string trusted)
        {
            var servers = (HandRolledHttp.Program.Create(["--urls", "http://127.0.0.1:0", "--Http:Forwarded:Trusted", trusted]),
                MinimalHttpServer.Program.Create(["--urls", "http://127.0.0.1:0", "--Forwarded:Trusted", trusted]));
            await servers.Item1.StartAsync(TestContext.Current.CancellationToken);
            await servers.Item2.StartAsync(TestContext.Current.CancellationToken);
            return new Servers(servers.Item1, servers.Item2);
        }

        public static async Task<JsonElement> GetAsync(string url, string path, string fields)
        {
            await using var peer = await Peer.ConnectAsync(new Uri(url).Port);
            await peer.SendAsync($"GET {path} HTTP/1.1\r\nHost: x\r\n{fields}\r\n");
            return JsonElement.Parse((await Answer.ReceiveAsync(peer)).Text);
        }

        public async ValueTask DisposeAsync()
        {
            await handRolled.StopAsync(new CancellationToken(canceled: true));
            handRolled.Dispose();
            await minimal.DisposeAsync();
        }
    }
}
