using System.Net;
using System.Net.Sockets;
using SideBySide.Experiments.Running;

namespace SideBySide.Tests.Experiments;

/// <summary>The kernel's queues of a connection are found by its two ends, for every kind of address.</summary>
public sealed class ReceiveQueueTests
{
    public ReceiveQueueTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells them.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("::", "127.0.0.1")]
    public async Task Bytes_that_the_server_has_not_received_are_counted(string bound, string asked)
    {
        using var listener = new TcpListener(IPAddress.Parse(bound), 0);
        if (bound == "::")
            listener.Server.DualMode = true;
        listener.Start();
        var server = new IPEndPoint(IPAddress.Parse(asked), ((IPEndPoint)listener.LocalEndpoint).Port);
        using var client = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(server, Cancellation);
        using var accepted = await listener.AcceptSocketAsync(Cancellation);
        var here = (IPEndPoint)client.LocalEndPoint!;
        Assert.Equal((0, 0), (ReceiveQueue.Unread(here, server), ReceiveQueue.Unacknowledged(here, server)));
        Assert.False(ReceiveQueue.AnyOf(server));

        _ = await client.SendAsync(new byte[5], Cancellation);
        while (ReceiveQueue.Unread(here, server) != 5)
            await Task.Delay(1, Cancellation);
        Assert.True(ReceiveQueue.AnyOf(server));

        _ = await accepted.ReceiveAsync(new byte[3], Cancellation);
        Assert.Equal(2, ReceiveQueue.Unread(here, server));
        _ = await accepted.ReceiveAsync(new byte[3], Cancellation);
        Assert.Equal(0, ReceiveQueue.Unread(here, server));
        while (ReceiveQueue.AnyOf(server)) // the client's end still waits for the acknowledgement
            await Task.Delay(1, Cancellation);
    }

    [Fact]
    public async Task Bytes_for_which_the_client_has_no_room_are_not_acknowledged()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.ReceiveBufferSize = 4096;
        await client.ConnectAsync(listener.LocalEndpoint, Cancellation);
        using var server = await listener.AcceptSocketAsync(Cancellation);

        server.Blocking = false;
        SocketError error;
        do
            _ = server.Send(new byte[64 * 1024], SocketFlags.None, out error);
        while (error == SocketError.Success);

        Assert.True(ReceiveQueue.Unacknowledged((IPEndPoint)client.LocalEndPoint!, (IPEndPoint)client.RemoteEndPoint!) > 0);
    }

    [Fact]
    public void A_connection_that_does_not_exist_has_no_queues() =>
        Assert.Null(ReceiveQueue.Unread(new(IPAddress.Loopback, 1), new(IPAddress.Loopback, 2)));
}
