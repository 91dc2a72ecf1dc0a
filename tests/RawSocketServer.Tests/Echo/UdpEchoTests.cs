using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using RawSocketServer.Echo;

namespace RawSocketServer.Tests.Echo;

public class UdpEchoTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1472)]
    [InlineData(65_507)]
    public async Task One_datagram_comes_back_for_one_as_large_as_it_was(int size)
    {
        await using var server = await RunningServer.StartAsync();
        using var peer = new DatagramPeer();
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        await peer.SendAsync(bytes, server.EndPoint("udp"));
        Assert.Equal(bytes, await peer.ReceiveAsync());
        await peer.AssertNothingCameAsync(server.EndPoint("udp"));
    }

    [Fact]
    public async Task Its_own_port_at_another_address_gets_no_answer()
    {
        await using var server = await RunningServer.StartAsync();
        var echo = server.EndPoint("udp");
        using var twin = new DatagramPeer("127.0.0.2", echo.Port);
        await twin.SendAsync("ping", echo);
        await twin.AssertNothingCameAsync(echo);
    }

    [Fact]
    public async Task A_well_known_source_port_gets_no_answer()
    {
        await using var server = await RunningServer.StartAsync();
        using var service = BindWellKnown();
        await service.SendAsync("ping", server.EndPoint("udp"));
        await service.AssertNothingCameAsync(server.EndPoint("udp"));
    }

    [Theory]
    [InlineData("127.0.0.1", 1024, true)]
    [InlineData("127.0.0.1", 65535, true)]
    [InlineData("::1", 2000, true)]
    [InlineData("::ffff:127.0.0.1", 2000, true)]
    [InlineData("127.0.0.1", 0, false)]
    [InlineData("127.0.0.1", 7, false)]
    [InlineData("127.0.0.1", 1023, false)]
    [InlineData("127.0.0.1", 12345, false)]
    [InlineData("224.0.0.1", 2000, false)]
    [InlineData("239.255.255.255", 2000, false)]
    [InlineData("240.0.0.1", 2000, false)]
    [InlineData("255.255.255.255", 2000, false)]
    [InlineData("0.0.0.0", 2000, false)]
    [InlineData("::", 2000, false)]
    [InlineData("::ffff:224.0.0.1", 2000, false)]
    [InlineData("ff02::1", 2000, false)]
    public void Answers_only_where_an_answer_can_do_no_harm(string address, int port, bool may) =>
        Assert.Equal(may, UdpEcho.MayRespondTo(new IPEndPoint(IPAddress.Parse(address), port), ownPort: 12345));

    [Fact]
    public async Task A_source_gets_its_burst_then_silence_then_its_rate()
    {
        var time = new FakeTimeProvider();
        await using var server = await RunningServer.StartAsync(
            time, "--Raw:Udp:SourceBurst", "3", "--Raw:Udp:SourceRate", "2", "--Raw:Udp:LimitLoopback", "true");
        var echo = server.EndPoint("udp");
        using var peer = new DatagramPeer();
        for (var i = 0; i < 5; i++)
            await peer.SendAsync($"{i}", echo);
        for (var i = 0; i < 3; i++)
            Assert.Equal([(byte)('0' + i)], await peer.ReceiveAsync());
        await peer.AssertNothingCameAsync(echo);

        time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 5; i < 9; i++)
            await peer.SendAsync($"{i}", echo);
        Assert.Equal("5"u8.ToArray(), await peer.ReceiveAsync());
        Assert.Equal("6"u8.ToArray(), await peer.ReceiveAsync());
        await peer.AssertNothingCameAsync(echo, "127.0.0.98");
    }

    [Fact]
    public async Task An_answer_that_finds_no_one_does_not_end_it()
    {
        await using var server = await RunningServer.StartAsync();
        var gone = new DatagramPeer();
        await gone.SendAsync("who closes before the answer comes", server.EndPoint("udp"));
        gone.Dispose();
        using var peer = new DatagramPeer();
        await peer.SendAsync("still here", server.EndPoint("udp"));
        Assert.Equal("still here"u8.ToArray(), await peer.ReceiveAsync());
    }

    private static DatagramPeer BindWellKnown()
    {
        for (var port = 1023; port > 600; port--)
        {
            try
            {
                return new DatagramPeer(port: port);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another program uses this port; try the next.
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
            {
                break;
            }
        }

        Tool.Missing("This user may not bind a port below 1024.");
        throw new InvalidOperationException();
    }
}
