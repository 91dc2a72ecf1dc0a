using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RawSocketServer.Listening;
using RawSocketServer.Listening.Proxy;

namespace RawSocketServer.Tests.Listening;

/// <summary>A failure before a handler runs ends only its own connection; and the meaning of an address does not depend on its form.</summary>
public sealed class AcceptFailureTests
{
    [Fact]
    public async Task Accepting_goes_on_after_any_failure_and_says_it()
    {
        using var log = new FailingLog();
        var server = new SocketServer(new ListenUrl("tcp", "127.0.0.1", 0), new SocketServerOptions { MaxConnections = 1 }, async connection =>
        {
            var one = new byte[1];
            await connection.ReceiveAsync(one);
            await connection.SendAsync(one);
            await connection.ReceiveAsync(one);
        }, TimeProvider.System, log);
        server.Start();

        await using (var first = await Peer.ConnectAsync(server.Urls[0]))
        {
            await first.SendAsync("1");
            await first.ReceiveAsync(1);
            await using var second = await Peer.ConnectAsync(server.Urls[0]); // over the limit: logging that fails
            await second.ReceiveToEndOrResetAsync();
        }

        await Listener.UntilAsync(() => server.ConnectionCount == 0);
        await using var third = await Peer.ConnectAsync(server.Urls[0]);
        await third.SendAsync("3");
        Assert.Equal("3"u8.ToArray(), await third.ReceiveAsync(1));
        third.HalfClose();
        await third.ReceiveToEndOrResetAsync();
        await server.StopAsync(TestContext.Current.CancellationToken).WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
        Assert.Contains(log.Errors, id => id == 11);
    }

    // No epoll watches left, a limit per user; or a client that is gone when the first option of its socket is set.
    [Theory]
    [InlineData(SocketError.NoBufferSpaceAvailable, 1, LogLevel.Warning)]
    [InlineData(SocketError.InvalidArgument, 2, LogLevel.Debug)]
    public async Task A_shortage_is_told_from_a_client_that_has_gone(SocketError error, int eventId, LogLevel level)
    {
        using var log = new LogCapture();
        var server = new SocketServer(new ListenUrl("tcp", "127.0.0.1", 0), new SocketServerOptions(),
            async connection => await connection.SendAsync("x"u8.ToArray()), TimeProvider.System, log);
        var (connect, failures) = (server.Connect, 2);
        server.Connect = socket => failures-- > 0 ? throw new SocketException((int)error) : connect(socket);
        server.Start();

        foreach (var expected in (string[])["", "", "x"])
        {
            await using var peer = await Peer.ConnectAsync(server.Urls[0]);
            Assert.Equal(expected, await peer.ReceiveTextToEndAsync());
        }

        await server.StopAsync(TestContext.Current.CancellationToken).WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
        var said = log.Entries.Where(entry => entry.Id.Id is 1 or 2 or 11).Select(entry => (entry.Id.Id, entry.Level));
        Assert.Equal(eventId == 1 ? [(1, level)] : [(2, level), (2, level)], said); // a shortage is logged once
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_pause_of_accepting()
    {
        using var log = new FailingLog();
        var clock = new FakeTimeProvider(); // never advanced: the pause does not end
        var server = new SocketServer(new ListenUrl("tcp", "127.0.0.1", 0), new SocketServerOptions { MaxConnections = 1 },
            async connection => await connection.ReceiveAsync(new byte[1]), clock, log);
        server.Start();
        await using var first = await Peer.ConnectAsync(server.Urls[0]);
        await Listener.UntilAsync(() => server.ConnectionCount == 1);
        await using var second = await Peer.ConnectAsync(server.Urls[0]); // over the limit: logging that fails
        await Listener.UntilAsync(() => log.Errors.Contains(11));

        await server.StopAsync(new CancellationToken(canceled: true)).WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_close_from_elsewhere_wakes_the_one_who_waits(string readinessLoop)
    {
        for (var round = 0; round < 300; round++)
        {
            var connected = new TaskCompletionSource<SocketConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var listener = new Listener(async connection =>
            {
                connected.SetResult(connection);
                try
                {
                    await connection.ReceiveAsync(new byte[1]);
                }
                finally
                {
                    ended.SetResult();
                }
            }, new SocketServerOptions { ReadinessLoop = bool.Parse(readinessLoop) });
            await using var peer = await listener.ConnectAsync();
            var connection = await connected.Task;

            connection.Close();

            await ended.Task.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("10")]
    [InlineData("10.1")]
    [InlineData("010.0.0.1")]
    [InlineData("0x7f.1")]
    [InlineData("10/8")]
    [InlineData("10.0.0.1/33")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("::1%lo")]
    [InlineData("[::1]")]
    [InlineData("::ffff:10.0.0.0/95")]
    [InlineData("::ffff:10.0.0.01")]
    [InlineData("64:ff9b::1.2.3.010")]
    [InlineData("::ffff:010.0.0.1")]
    public void Only_a_canonical_address_is_one(string entry) => Assert.Throws<UsageException>(() => TrustedAddresses.Parse("option", entry));

    [Theory]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1", true)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.2", false)]
    [InlineData("::ffff:10.0.0.0/104", "10.9.9.9", true)]
    [InlineData("::ffff:10.0.0.0/104", "11.0.0.1", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.0.0.1", true)]
    [InlineData("FD00::/8", "fd00::1", true)]
    [InlineData("0.0.0.0/0", "1.2.3.4", true)]
    public void A_mapped_address_is_what_it_is(string entry, string peer, bool isIn) =>
        Assert.Equal(isIn, TrustedAddresses.Parse("option", entry).Contains(IPAddress.Parse(peer)));

    [Fact]
    public void A_copy_trusts_whom_it_names()
    {
        var one = new ProxyOptions { Trusted = "10.0.0.1" };
        Assert.True(one.Peers.Contains(IPAddress.Parse("10.0.0.1")));

        Assert.True((one with { Trusted = "" }).Peers.IsEmpty);
        Assert.True((one with { Timeout = TimeSpan.FromSeconds(1) }).Peers.Contains(IPAddress.Parse("10.0.0.1")));
    }

    [Theory]
    [InlineData("tcp://[::1%lo]:0", true)]
    [InlineData("tcp://[::1%1]:0", true)]
    [InlineData("tcp://[::ffff:127.0.0.1]:0", true)]
    [InlineData("tcp://[fe80::1%1]:0", false)]
    public void A_zone_does_not_change_what_an_address_is(string url, bool isLoopback) =>
        Assert.Equal(isLoopback, ListenUrl.Parse(url, new Dictionary<string, int?> { ["tcp"] = null }).IsLoopback);

    // The first log line about a refused connection fails, as on a full disk.
    private sealed class FailingLog : ILogger, IDisposable
    {
        private int _failed;

        public ConcurrentQueue<int> Errors { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == 3 && _failed++ == 0)
                throw new InvalidOperationException("The log is full.");
            if (logLevel == LogLevel.Error)
                Errors.Enqueue(eventId.Id);
        }

        public void Dispose()
        {
        }
    }
}
