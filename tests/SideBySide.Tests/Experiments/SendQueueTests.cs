using System.Net;
using System.Net.Sockets;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Wire;

namespace SideBySide.Tests.Experiments;

/// <summary>Without a receive, the kernel shows whether the server has reset a connection and whether all bytes have arrived.</summary>
public sealed class SendQueueTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SendQueueTests()
    {
        Assert.SkipUnless(SendQueue.IsKnown, "Only Linux says it.");
        _listener.Start();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_reset_behind_unread_bytes_is_seen_and_nothing_is_received()
    {
        var log = new EventLog(TimeProvider.System, null);
        var options = new ConnectOptions(Receives: false);
        await using var connection = new ScriptConnection("a", AddressFamily.InterNetwork, options, Transport.Tcp, log);
        await connection.OpenAsync(_listener.LocalEndpoint, Cancellation);
        using var server = await _listener.AcceptSocketAsync(Cancellation);
        _ = await server.SendAsync(new byte[10], Cancellation);
        await UntilAsync(() => connection.Unread == 10);
        Assert.False(connection.IsResetUnread());
        Assert.True(connection.IsOpen);

        server.LingerState = new LingerOption(true, 0);
        server.Dispose();
        await UntilAsync(connection.IsResetUnread);

        Assert.True(connection.HasEnded);
        Assert.Empty(connection.Received());
        Assert.Equal([WireEventKind.Connected, WireEventKind.Broke], log.Events.Select(e => e.Kind));
        Assert.Equal(nameof(SocketError.ConnectionReset), log.Events[^1].Error);
    }

    [Fact]
    public async Task Only_a_reset_is_a_reset()
    {
        using var client = await ConnectedAsync();
        using var server = await _listener.AcceptSocketAsync(Cancellation);
        Assert.False(SendQueue.IsReset(client));

        server.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await client.ReceiveAsync(new byte[1], Cancellation)); // the FIN has arrived
        Assert.False(SendQueue.IsReset(client));

        server.LingerState = new LingerOption(true, 0);
        server.Dispose();
        await UntilAsync(() => SendQueue.IsReset(client));
    }

    [Fact]
    public async Task Bytes_for_which_the_server_has_no_room_have_not_arrived()
    {
        _listener.Server.ReceiveBufferSize = 32 * 1024; // less than the client's kernel accepts
        using var client = await ConnectedAsync();
        using var server = await _listener.AcceptSocketAsync(Cancellation);
        Assert.True(SendQueue.HasArrived(client));

        (client.Blocking, client.SendBufferSize) = (false, 200 * 1024);
        long sent = 0;
        SocketError error;
        do
            sent += client.Send(new byte[64 * 1024], SocketFlags.None, out error);
        while (error == SocketError.Success);

        Assert.Equal(SocketError.WouldBlock, error);
        Assert.False(SendQueue.HasArrived(client));

        var buffer = new byte[64 * 1024];
        for (long received = 0; received < sent;)
            received += await server.ReceiveAsync(buffer, Cancellation);
        _ = await server.SendAsync(new byte[1], Cancellation); // carries the acknowledgement of all bytes
        Assert.Equal(1, await client.ReceiveAsync(new byte[1], Cancellation));
        Assert.True(SendQueue.HasArrived(client));
    }

    private async Task<Socket> ConnectedAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(_listener.LocalEndpoint, Cancellation);
        return client;
    }

    // Bytes that arrive in the kernel without a receive cause no event.
    private static async Task UntilAsync(Func<bool> condition)
    {
        using var guard = new CancellationTokenSource(Hang.Guard);
        while (!condition())
            await Task.Delay(1, guard.Token);
    }
}
