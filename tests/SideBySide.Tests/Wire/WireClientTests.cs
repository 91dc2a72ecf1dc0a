using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using SideBySide.Wire;

namespace SideBySide.Tests.Wire;

public sealed class WireClientTests : IDisposable
{
    private static readonly TimeSpan s_patience = Hang.Guard;

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    public WireClientTests() => _server.Start();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Records_what_went_out_and_what_came_back()
    {
        var exchange = ExchangeAsync(TimeProvider.System, AfterSending.Finish);
        using (var peer = await _server.AcceptSocketAsync(Cancellation))
        {
            var buffer = new byte[100];
            var count = await peer.ReceiveAsync(buffer, Cancellation);
            Assert.Equal(0, await peer.ReceiveAsync(buffer.AsMemory(50), Cancellation)); // it has finished sending
            await peer.SendAsync(buffer.AsMemory(0, count), Cancellation);
        }

        var recording = await exchange;
        Assert.Equal("hello"u8, recording.Sent.Span);
        Assert.Equal("hello"u8, recording.Received.Span);
        Assert.Equal(
            [WireEventKind.Connected, WireEventKind.Sent, WireEventKind.Finished, WireEventKind.Received, WireEventKind.Ended],
            recording.Events.Select(e => e.Kind));
    }

    [Fact]
    public async Task Stays_open_when_a_browser_would()
    {
        var exchange = ExchangeAsync(TimeProvider.System, AfterSending.StayOpen);
        using (var peer = await _server.AcceptSocketAsync(Cancellation))
        {
            await peer.ReceiveAsync(new byte[100], Cancellation);
            peer.Shutdown(SocketShutdown.Send);
            Assert.Equal(WireEventKind.Ended, (await exchange).Last.Kind);
        }

        Assert.DoesNotContain((await exchange).Events, e => e.Kind == WireEventKind.Finished);
    }

    [Fact]
    public async Task A_reset_is_an_event_and_not_an_exception()
    {
        var exchange = ExchangeAsync(TimeProvider.System, AfterSending.StayOpen);
        using (var peer = await _server.AcceptSocketAsync(Cancellation))
        {
            await peer.ReceiveAsync(new byte[100], Cancellation);
            peer.LingerState = new LingerOption(true, 0);
        }

        Assert.Equal((WireEventKind.Broke, "ConnectionReset"), ((await exchange).Last.Kind, (await exchange).Last.Error));
    }

    [Fact]
    public async Task A_closed_port_is_an_event_too()
    {
        var address = (IPEndPoint)_server.LocalEndpoint;
        _server.Stop();
        var recording = await new WireClient(TimeProvider.System).ExchangeAsync(address, "hello"u8.ToArray(), AfterSending.Finish, s_patience, Cancellation);

        Assert.Equal((WireEventKind.Broke, "ConnectionRefused"), (Assert.Single(recording.Events).Kind, recording.Last.Error));
    }

    [Fact]
    public async Task Patience_ends_by_the_given_clock()
    {
        var time = new FakeTimeProvider();
        var exchange = ExchangeAsync(time, AfterSending.Finish);
        using var peer = await _server.AcceptSocketAsync(Cancellation);
        await peer.ReceiveAsync(new byte[100], Cancellation); // everything is sent, so it waits by now
        time.Advance(s_patience);

        Assert.Equal(WireEventKind.GaveUp, (await exchange).Last.Kind);
    }

    [Fact]
    public async Task A_server_that_never_ends_does_not_fill_the_memory()
    {
        var exchange = ExchangeAsync(TimeProvider.System, AfterSending.Finish);
        using var peer = await _server.AcceptSocketAsync(Cancellation);
        var flood = Task.Run(async () =>
        {
            var chunk = new byte[64 * 1024];
            while (true)
                await peer.SendAsync(chunk, Cancellation);
        }, Cancellation);

        var recording = await exchange;
        Assert.Equal(WireEventKind.GaveUp, recording.Last.Kind);
        Assert.InRange(recording.Received.Length, WireClient.MaxReceived, WireClient.MaxReceived + (64 * 1024));
        await Assert.ThrowsAsync<SocketException>(() => flood);
    }

    private Task<Recording> ExchangeAsync(TimeProvider time, AfterSending afterSending) =>
        new WireClient(time).ExchangeAsync(_server.LocalEndpoint, "hello"u8.ToArray(), afterSending, s_patience, Cancellation);
}
