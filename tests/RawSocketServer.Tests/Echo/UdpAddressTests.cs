using System.Net;
using System.Net.Sockets;

namespace RawSocketServer.Tests.Echo;

/// <summary>The addresses of responses: from the address that received the datagram, never to another echo, and to loopback without a limit.</summary>
[Trait("kind", "process")]
public sealed class UdpAddressTests
{
    [Theory]
    [InlineData("0.0.0.0", "127.0.0.2")]
    [InlineData("0.0.0.0", "127.0.0.1")]
    [InlineData("*", "127.0.0.3")]
    [InlineData("*", "::1")]
    [InlineData("[::]", "127.0.0.2")]
    [InlineData("127.0.0.2", "127.0.0.2")]
    public async Task The_address_that_was_asked_answers(string bound, string asked)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Elsewhere the system chooses.");
        await using var server = await ServerProcess.StartAsync("RawSocketServer", "--urls", $"udp://{bound}:0");
        using var client = new UdpClient(IPAddress.Parse(asked).AddressFamily);
        client.Connect(IPAddress.Parse(asked), server.Port("udp")); // from now on the kernel drops datagrams from any other address

        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync(new byte[] { 1, 2, 3 }, TestContext.Current.CancellationToken);
            var answer = await client.ReceiveAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
            Assert.Equal(new byte[] { 1, 2, 3 }, answer.Buffer);
        }
    }

    [Fact]
    public async Task Two_echoes_do_not_answer_each_other()
    {
        await using var server = await ServerProcess.StartAsync(
            "RawSocketServer", "--urls", "udp://127.0.0.1:0;udp://127.0.0.1:0", "--Logging:LogLevel:Default", "Debug");
        var ports = server.Urls.Select(url => Peer.Endpoint(url).Port).ToArray();

        // A datagram from the other echo's port at another address: the test cannot forge more.
        using var forger = new DatagramPeer("127.0.0.50", ports[1]);
        await forger.SendAsync("ping", new IPEndPoint(IPAddress.Loopback, ports[0]));

        await forger.AssertNothingCameAsync(new IPEndPoint(IPAddress.Loopback, ports[0]));
    }

    [Fact]
    public async Task A_program_of_this_machine_loses_nothing_however_fast_it_asks()
    {
        await using var server = await ServerProcess.StartAsync("RawSocketServer", "--urls", "udp://127.0.0.1:0");
        using var client = new DatagramPeer();
        for (var i = 0; i < 1000; i++)
        {
            await client.SendAsync("x", Peer.Endpoint(server.Urls[0]));
            Assert.Single(await client.ReceiveAsync());
        }
    }
}
