using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using RawSocketServer.Echo;
using RawSocketServer.Listening;
using RawSocketServer.Listening.Proxy;

namespace RawSocketServer.Tests.Listening.Proxy;

public sealed class ProxyReceptionTests
{
    private const string Header = "PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_trusted_proxy_tells_for_whom_it_connects_and_what_follows_is_the_handlers(bool readinessLoop)
    {
        await using var listener = new Listener(SayWho, Trusting("10.0.0.0/8, 127.0.0.1") with { ReadinessLoop = readinessLoop });
        await using var peer = await listener.ConnectAsync();
        await peer.SendAsync(Header + "hello");

        Assert.Equal("192.0.2.1:56324 198.51.100.2:443 hello", await peer.ReceiveTextToEndAsync());
    }

    [Fact]
    public async Task A_header_may_come_byte_by_byte()
    {
        await using var listener = new Listener(SayWho, Trusting("127.0.0.1"));
        await using var peer = await listener.ConnectAsync();
        foreach (var b in Encoding.ASCII.GetBytes(Header + "hello"))
            await peer.SendAsync(new[] { b });
        peer.HalfClose();

        Assert.StartsWith("192.0.2.1:56324 198.51.100.2:443 h", await peer.ReceiveTextToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("10.0.0.0/8")]
    public async Task From_anyone_else_it_is_bytes_like_others(string? trusted)
    {
        await using var listener = new Listener(new TcpEcho(new TcpEchoOptions(), new LogCapture()).ServeAsync, Trusting(trusted));
        await using var peer = await listener.ConnectAsync();
        await peer.SendAsync(Header);

        Assert.Equal(Header, Encoding.ASCII.GetString(await peer.ReceiveAsync(Header.Length)));
    }

    [Theory]
    [InlineData("hello\n")]
    [InlineData("PROXY TCP4 nonsense\r\n")]
    [InlineData("PROXY")]
    public async Task A_trusted_proxy_without_a_header_is_closed_without_a_word(string sent)
    {
        var served = false;
        await using var listener = new Listener(_ => Task.FromResult(served = true), Trusting("127.0.0.1"));
        await using var peer = await listener.ConnectAsync();
        await peer.SendAsync(sent);
        peer.HalfClose();

        Assert.Empty((await peer.ReceiveToEndOrResetAsync()).Received);
        Assert.False(served);
    }

    [Fact]
    public async Task A_header_that_does_not_come_is_not_waited_for()
    {
        var time = new FakeTimeProvider();
        await using var listener = new Listener(SayWho, Trusting("127.0.0.1"), time);
        await using var peer = await listener.ConnectAsync();
        await peer.SendAsync("PROXY TCP4 ");
        await Listener.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(6));
            return listener.Server.ConnectionCount == 0 && listener.Log.Lines.Any(line => line.Contains("broke", StringComparison.Ordinal));
        });

        Assert.Empty((await peer.ReceiveToEndOrResetAsync()).Received);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_header()
    {
        // The server's clock is stopped, so neither the header's deadline nor the shutdown's can end the wait.
        await using var listener = new Listener(SayWho, Trusting("127.0.0.1"), new FakeTimeProvider());
        await using var peer = await listener.ConnectAsync();
        await Listener.UntilAsync(() => listener.Server.ConnectionCount == 1);

        await listener.StopAsync().WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("10.0.0.0/33")]
    [InlineData("127.0.0.1;::1")]
    public void A_bad_peer_stops_the_start_with_one_sentence(string trusted)
    {
        var failure = Assert.Throws<UsageException>(() => Program.Create(["--urls", "tcp://127.0.0.1:0", "--Raw:Proxy:Trusted", trusted]));

        Assert.StartsWith($"Raw:Proxy:Trusted: \"{trusted}\" is neither an IP address nor a network", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "::ffff:127.0.0.1", true)]
    [InlineData("fd00::/8, 10.1.0.0/16", "10.1.255.1", true)]
    [InlineData("fd00::/8, 10.1.0.0/16", "fdff::1", true)]
    [InlineData("fd00::/8, 10.1.0.0/16", "10.2.0.1", false)]
    [InlineData("", "127.0.0.1", false)]
    public void A_peer_is_known_by_its_address(string list, string peer, bool known) =>
        Assert.Equal(known, TrustedAddresses.Parse("option", list).Contains(IPAddress.Parse(peer)));

    private static SocketServerOptions Trusting(string? peers) => new() { Proxy = new ProxyOptions { Trusted = peers ?? "" } };

    private static async Task SayWho(SocketConnection connection)
    {
        var buffer = new byte[100];
        var received = await connection.ReceiveAsync(buffer);
        await connection.SendAsync(
            Encoding.ASCII.GetBytes($"{connection.RemoteEndPoint} {connection.LocalEndPoint} {Encoding.ASCII.GetString(buffer, 0, received)}"));
        await connection.LingerAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }
}
