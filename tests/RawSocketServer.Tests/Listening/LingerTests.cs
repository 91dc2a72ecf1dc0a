using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace RawSocketServer.Tests.Listening;

public class LingerTests
{
    [Fact]
    public async Task The_answer_survives_a_client_that_was_not_read_to_its_end()
    {
        await using var listener = new Listener(async connection =>
        {
            await connection.ReceiveAsync(new byte[1]);
            await connection.SendAsync("no"u8.ToArray());
            await connection.LingerAsync(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
        });
        await using var peer = await listener.ConnectAsync();
        await peer.SendAsync(new byte[1_000_000]);
        peer.HalfClose();
        Assert.Equal("no", await peer.ReceiveTextToEndAsync());
    }

    [Fact]
    public async Task A_peer_that_stays_silent_is_closed_and_not_reset()
    {
        var time = new FakeTimeProvider();
        var lingering = new TaskCompletionSource<Task>();
        await using var listener = new Listener(
            async connection =>
            {
                await connection.SendAsync("bye"u8.ToArray());
                var linger = connection.LingerAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)).AsTask();
                lingering.SetResult(linger);
                await linger;
            },
            time: time);
        await using var peer = await listener.ConnectAsync();
        var linger = await lingering.Task;
        Assert.False(linger.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        await linger; // without an exception, which would become a reset
        Assert.Equal("bye", await peer.ReceiveTextToEndAsync());
        Assert.DoesNotContain(listener.Log.Entries, e => e.Id.Id == 4);
    }

    [Fact]
    public async Task A_peer_that_resets_meanwhile_is_no_error()
    {
        var ended = new TaskCompletionSource();
        await using var listener = new Listener(async connection =>
        {
            await connection.LingerAsync(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
            ended.SetResult();
        });
        var peer = await listener.ConnectAsync();
        Assert.Equal(0, await peer.Socket.ReceiveAsync(new byte[1], SocketFlags.None, peer.Timeout)); // its FIN: it lingers
        peer.Reset();
        await ended.Task.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
    }
}
