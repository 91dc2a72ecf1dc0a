using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using RawSocketServer.Listening;

namespace RawSocketServer.Tests.Listening;

public class SocketServerTests
{
    [Fact]
    public async Task Closes_a_connection_over_the_cap_and_serves_the_next_once_there_is_room()
    {
        await using var listener = new Listener(EchoOnceAsync, new SocketServerOptions { MaxConnections = 1 });
        await using var first = await listener.ConnectAsync();
        await Listener.UntilAsync(() => listener.Server.ConnectionCount == 1);

        await using (var second = await listener.ConnectAsync())
            Assert.Empty((await second.ReceiveToEndOrResetAsync()).Received);

        await first.SendAsync("x");
        Assert.Equal("x", await first.ReceiveTextToEndAsync());
        await Listener.UntilAsync(() => listener.Server.ConnectionCount == 0);
        await using var third = await listener.ConnectAsync();
        await third.SendAsync("y");
        Assert.Equal("y", await third.ReceiveTextToEndAsync());
    }

    [Fact]
    public async Task Lets_the_refusal_speak_although_the_client_is_still_sending()
    {
        await using var listener = new Listener(WaitAsync, new SocketServerOptions { MaxConnections = 1 }, reject: async connection =>
        {
            await connection.SendAsync("full"u8.ToArray());
            await connection.LingerAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        });
        await using var first = await listener.ConnectAsync();
        await Listener.UntilAsync(() => listener.Server.ConnectionCount == 1);

        await using var second = await listener.ConnectAsync();
        await second.SendAsync(new byte[100_000]);
        second.HalfClose();
        Assert.Equal("full", await second.ReceiveTextToEndAsync());
    }

    [Fact]
    public async Task Refused_connections_do_not_count_against_the_cap()
    {
        var refused = 0;
        await using var listener = new Listener(EchoOnceAsync, new SocketServerOptions { MaxConnections = 1 }, reject: async connection =>
        {
            Interlocked.Increment(ref refused);
            await connection.ReceiveAsync(new byte[1]);
        });
        await using var first = await listener.ConnectAsync();
        await Listener.UntilAsync(() => listener.Server.ConnectionCount == 1);
        await using var second = await listener.ConnectAsync();
        await Listener.UntilAsync(() => Volatile.Read(ref refused) == 1);

        await first.SendAsync("x");
        await first.ReceiveToEndAsync();
        await Listener.UntilAsync(() => listener.Server.ConnectionCount == 0);
        await using var third = await listener.ConnectAsync(); // while the connection of the second still lingers
        await third.SendAsync("y");
        Assert.Equal("y", await third.ReceiveTextToEndAsync());
    }

    [Fact]
    public async Task Survives_clients_that_reset_at_once()
    {
        await using var listener = new Listener(EchoOnceAsync);
        for (var i = 0; i < 200; i++)
            (await listener.ConnectAsync()).Reset();
        await using var polite = await listener.ConnectAsync();
        await polite.SendAsync("still here");
        Assert.Equal("still here", await polite.ReceiveTextToEndAsync());
    }

    // The types that a broken connection throws: the source of the failure decides, not its type.
    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(FileNotFoundException))]
    [InlineData(typeof(SocketException))]
    [InlineData(typeof(TaskCanceledException))]
    [InlineData(typeof(ObjectDisposedException))]
    public async Task A_handler_that_fails_ends_its_own_connection_only(Type failure)
    {
        var bug = failure == typeof(ObjectDisposedException) ? new ObjectDisposedException("a bug") : (Exception)Activator.CreateInstance(failure)!;
        await using var listener = new Listener(async connection =>
        {
            var one = new byte[1];
            await connection.ReceiveAsync(one);
            if (one[0] == 'x')
                throw bug;
            await connection.SendAsync(one);
        });
        await using var unlucky = await listener.ConnectAsync();
        await using var lucky = await listener.ConnectAsync();
        await unlucky.SendAsync("x");
        Assert.True((await unlucky.ReceiveToEndOrResetAsync()).WasReset);
        await lucky.SendAsync("y");
        Assert.Equal("y", await lucky.ReceiveTextToEndAsync());
        Assert.Contains(listener.Log.Entries, e => e.Id.Id == 5 && e.Level == LogLevel.Error);
    }

    [Fact]
    public async Task Interrupts_an_idle_wait_when_it_stops_but_lets_finish_what_has_begun()
    {
        var begun = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        await using var listener = new Listener(async connection =>
        {
            using var buffer = new BorrowedBuffer(10);
            if (await connection.ReceiveIdleAsync(buffer, Timeout.InfiniteTimeSpan) is not (> 0 and var received))
                return;
            begun.SetResult();
            await finish.Task;
            await connection.SendAsync(buffer.Borrow()[..received]);
        });
        await using var idle = await listener.ConnectAsync();
        await using var busy = await listener.ConnectAsync();
        await busy.SendAsync("busy");
        await begun.Task;
        await Listener.UntilAsync(() => listener.Server.ConnectionCount == 2);

        var stopping = listener.StopAsync();
        Assert.Empty(await idle.ReceiveToEndAsync());
        Assert.False(stopping.IsCompleted);
        finish.SetResult();
        Assert.Equal("busy", await busy.ReceiveTextToEndAsync());
        await stopping;
    }

    [Fact]
    public async Task Takes_back_a_drain_that_comes_in_the_moment_in_which_something_begins()
    {
        SocketConnection? idling = null;
        var waiting = new TaskCompletionSource();
        var begin = new TaskCompletionSource();
        await using var listener = new Listener(async connection =>
        {
            Assert.True(connection.TryBeginIdle());
            idling = connection;
            waiting.SetResult();
            await begin.Task; // the first byte arrived; nevertheless the shutdown saw an idle connection
            connection.EndIdle();
            await connection.SendAsync("answered"u8.ToArray());
        });
        await using var peer = await listener.ConnectAsync();
        await waiting.Task;
        var stopping = listener.StopAsync();
        await Listener.UntilAsync(() => idling!.Deadline.Cause == Interruption.Draining);
        begin.SetResult();
        Assert.Equal("answered", await peer.ReceiveTextToEndAsync());
        await stopping;
    }

    [Fact]
    public async Task Resets_what_does_not_finish_in_time_and_ends_a_handler_that_waits_for_something_else()
    {
        var (began, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var listener = new Listener(
            async connection =>
            {
                await using var registration = connection.Aborted.Register(ended.SetResult);
                began.SetResult();
                await Task.Delay(Timeout.Infinite, connection.Aborted);
            },
            new SocketServerOptions { DrainTimeout = TimeSpan.Zero });
        await using var peer = await listener.ConnectAsync();
        await began.Task;
        await listener.StopAsync();
        await ended.Task.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
        Assert.True((await peer.ReceiveToEndOrResetAsync()).WasReset);
        Assert.Contains(listener.Log.Entries, e => e.Id.Id == 6);
    }

    [Fact]
    public async Task A_stopped_server_refuses()
    {
        var listener = new Listener(EchoOnceAsync);
        await listener.StopAsync();
        var refused = await Assert.ThrowsAsync<SocketException>(() => listener.ConnectAsync());
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    [Trait("kind", "process")]
    public async Task Accepts_no_more_before_the_process_runs_out_of_descriptors_says_so_once_and_serves_again_afterwards()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Only Linux shows a process's descriptors under /proc.");
        await using var server = await ServerProcess.StartCommandAsync("sh", ["-c", "ulimit -n 300; exec \"$@\"", "sh",
            "dotnet", Repository.Program("RawSocketServer"), "--urls", "tcp://127.0.0.1:0"]);
        var peers = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => Peer.ConnectAsync(server.Urls[0])));

        await Listener.UntilAsync(() => server.Output.Contains("may open 300 descriptors", StringComparison.Ordinal));

        // The first clients are served, the last one waits in the kernel's backlog. No connection is refused; when others leave, the last is served.
        await peers[0].SendAsync("room");
        Assert.Equal("room"u8.ToArray(), await peers[0].ReceiveAsync(4));
        await peers[^1].SendAsync("room again");
        foreach (var peer in peers[..^1])
            peer.Reset();
        Assert.Equal("room again"u8.ToArray(), await peers[^1].ReceiveAsync(10));
        Assert.Single(server.Output.Split('\n'), line => line.Contains("may open 300 descriptors", StringComparison.Ordinal));
        Assert.Equal(0, await server.StopAsync());
    }

    private static async Task EchoOnceAsync(SocketConnection connection)
    {
        var buffer = new byte[100];
        var received = await connection.ReceiveAsync(buffer);
        await connection.SendAsync(buffer.AsMemory(0, received));
    }

    private static async Task WaitAsync(SocketConnection connection) => await connection.ReceiveAsync(new byte[1]);
}
