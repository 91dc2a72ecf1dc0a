using System.Net;
using System.Net.Sockets;
using RawSocketServer.Listening;
using RawSocketServer.Listening.Readiness;

namespace RawSocketServer.Tests.Listening.Readiness;

/// <summary>Events of the loop that come late, together or too often do not change the received bytes.</summary>
public sealed class ReadySocketTests : IAsyncLifetime
{
    private readonly Deadline _deadline = new(TimeProvider.System);
    private Socket _client = null!;
    private Socket _server = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The readiness loop stands on epoll, which only Linux has.");
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await _client.ConnectAsync(listener.LocalEndPoint!, TestContext.Current.CancellationToken);
        _server = await listener.AcceptAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _server?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_FIN_that_came_together_with_the_last_bytes_is_noticed()
    {
        _client.Send("last"u8);
        _client.Shutdown(SocketShutdown.Send);
        await ArrivedAsync(4);

        var ready = Ready(); // registered only now: the kernel reports both events together, and only once

        Assert.Equal(4, await ReceiveAsync(ready, 100));
        Assert.Equal(0, await ReceiveAsync(ready, 100));
        Assert.Equal(0, await ReceiveAsync(ready, 100));
    }

    [Fact]
    public async Task What_did_not_fit_into_the_buffer_is_received_next()
    {
        var ready = Ready();
        _client.Send("abcdef"u8);
        Assert.Equal(4, await ReceiveAsync(ready, 4));
        Assert.Equal(2, await ReceiveAsync(ready, 4));
    }

    [Fact]
    public async Task Bytes_behind_urgent_ones_are_received_although_the_receive_before_them_was_short()
    {
        _client.Send("a"u8);
        _client.Send("!"u8, SocketFlags.OutOfBand);
        _client.Send("b"u8);
        await ArrivedAsync(1); // the count ends at the urgent byte
        var ready = Ready();
        var received = await ReceiveAsync(ready, 100);
        Assert.Equal(2, received == 2 ? 2 : received + await ReceiveAsync(ready, 100));
    }

    [Fact]
    public async Task An_interruption_ends_a_wait_and_loses_no_byte()
    {
        var ready = Ready();
        var waiting = ready.ReceiveAsync(new byte[1]).AsTask();
        _deadline.Interrupt(Interruption.Draining);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken));

        _client.Send("x"u8);
        await ArrivedAsync(1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await ready.ReceiveAsync(new byte[1]));
        _deadline.Resume();
        Assert.Equal(1, await ReceiveAsync(ready, 1));
    }

    [Fact]
    public async Task A_peer_that_never_pauses_does_not_keep_the_loop_for_itself()
    {
        var ready = Ready();
        _client.Send(new byte[100]);
        await ready.WaitForBytesAsync();
        var inARow = 0;
        while (ready.ReceiveAsync(new byte[1]).AsTask().IsCompletedSuccessfully)
            inARow++;
        Assert.InRange(inARow, 1, 50); // of 100 that have arrived
    }

    [Fact]
    public async Task More_than_the_system_takes_at_a_time_is_sent_whole()
    {
        var ready = Ready();
        var bytes = new byte[16 * 1024 * 1024];
        new Random(1).NextBytes(bytes);
        var sending = ready.SendAsync(bytes).AsTask();
        Assert.False(sending.IsCompleted);

        var received = new byte[bytes.Length];
        for (var at = 0; at < received.Length;)
            at += await _client.ReceiveAsync(received.AsMemory(at), TestContext.Current.CancellationToken);
        await sending;
        Assert.True(bytes.AsSpan().SequenceEqual(received));
    }

    [Fact]
    public async Task Closing_wakes_who_waits()
    {
        var ready = Ready();
        var waiting = ready.ReceiveAsync(new byte[1]).AsTask();
        ready.Close();
        _server.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken));
    }

    private ReadySocket Ready() => new(_server, _deadline, ReadinessLoop.Next());

    private static Task<int> ReceiveAsync(ReadySocket ready, int size) =>
        ready.ReceiveAsync(new byte[size]).AsTask().WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

    private Task ArrivedAsync(int count) => Listener.UntilAsync(() => _server.Available >= count);
}
