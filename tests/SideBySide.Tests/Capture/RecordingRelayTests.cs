using System.Net.Sockets;
using System.Text;
using SideBySide.Capture;

namespace SideBySide.Tests.Capture;

public sealed class RecordingRelayTests
{
    [Fact]
    public async Task Passes_both_directions_and_records_them_in_order()
    {
        await using var relayed = new RelayedServer();
        var (client, server) = await relayed.ConnectAsync();
        await using (client)
        using (server)
        {
            await client.SendAsync("ping");
            Assert.Equal("ping", await ReceiveAsync(server, 4, relayed.Timeout));
            await server.SendAsync("pong"u8.ToArray(), relayed.Timeout);
            Assert.Equal("pong", Encoding.ASCII.GetString(await client.ReceiveAsync(4)));
            client.HalfClose();
            Assert.Equal(0, await server.ReceiveAsync(new byte[1], relayed.Timeout));
            server.Shutdown(SocketShutdown.Send);
            Assert.Empty(await client.ReceiveToEndAsync());
        }

        var events = await relayed.ReadUntilAsync(e => e.Kind == RelayEventKind.Closed);
        Assert.Equal(
            [
                (Side.Client, RelayEventKind.Opened, ""), (Side.Client, RelayEventKind.Bytes, "ping"), (Side.Server, RelayEventKind.Bytes, "pong"),
                (Side.Client, RelayEventKind.Finished, ""), (Side.Server, RelayEventKind.Finished, ""), (Side.Client, RelayEventKind.Closed, ""),
            ],
            events.Select(e => (e.From, e.Kind, Encoding.ASCII.GetString(e.Bytes.Span))));
        Assert.Equal(events.Select(e => e.At).Order(), events.Select(e => e.At));
        Assert.All(events, e => Assert.Equal(1, e.Connection));
    }

    [Fact]
    public async Task After_a_half_close_the_other_side_may_still_speak()
    {
        await using var relayed = new RelayedServer();
        var (client, server) = await relayed.ConnectAsync();
        await using (client)
        using (server)
        {
            await client.SendAsync("question");
            client.HalfClose();
            Assert.Equal("question", await ReceiveAsync(server, 8, relayed.Timeout));
            Assert.Equal(0, await server.ReceiveAsync(new byte[1], relayed.Timeout));
            await server.SendAsync("answer"u8.ToArray(), relayed.Timeout);
            server.Shutdown(SocketShutdown.Send);
            Assert.Equal("answer", await client.ReceiveTextToEndAsync());
        }
    }

    [Fact]
    public async Task What_was_sent_before_a_reset_arrives_however_slowly_it_is_read()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Only Linux says how much the other end has acknowledged.");
        await using var relayed = new RelayedServer(capacity: 4096);
        var (client, server) = await relayed.ConnectAsync();
        await using (client)
        {
            var sending = Task.Run(async () =>
            {
                for (var rest = new byte[8 * 1024 * 1024].AsMemory(); rest.Length > 0;)
                    rest = rest[await server.SendAsync(rest, relayed.Timeout)..];
            }, relayed.Timeout);

            // The relay has read all bytes, as a direct client's kernel would have; the client has not read the last megabytes.
            var received = await client.ReceiveAsync(6 * 1024 * 1024);
            await sending;
            var recorded = 0L;
            _ = await relayed.ReadUntilAsync(e => (recorded += e.Bytes.Length) == 8 * 1024 * 1024);
            server.LingerState = new LingerOption(true, 0);
            server.Dispose();
            _ = await relayed.ReadUntilAsync(e => e.Kind == RelayEventKind.Reset);

            Assert.Equal(8 * 1024 * 1024, received.Length + (await client.ReceiveAsync(2 * 1024 * 1024)).Length);
        }
    }

    [Fact]
    public async Task A_reset_of_the_client_is_a_reset_for_the_server()
    {
        await using var relayed = new RelayedServer();
        var (client, server) = await relayed.ConnectAsync();
        await client.SendAsync("x");
        Assert.Equal("x", await ReceiveAsync(server, 1, relayed.Timeout));
        client.Reset();

        var e = await Assert.ThrowsAsync<SocketException>(async () => await server.ReceiveAsync(new byte[1], relayed.Timeout));
        Assert.Equal(SocketError.ConnectionReset, e.SocketErrorCode);
        var reset = (await relayed.ReadUntilAsync(r => r.Kind == RelayEventKind.Closed)).Single(r => r.Kind == RelayEventKind.Reset);
        Assert.Equal(Side.Client, reset.From);
        server.Dispose();
    }

    [Fact]
    public async Task A_reset_of_the_server_is_a_reset_for_the_client()
    {
        await using var relayed = new RelayedServer();
        var (client, server) = await relayed.ConnectAsync();
        await using (client)
        {
            await client.SendAsync("x");
            Assert.Equal("x", await ReceiveAsync(server, 1, relayed.Timeout));
            server.LingerState = new LingerOption(true, 0);
            server.Dispose();

            Assert.True((await client.ReceiveToEndOrResetAsync()).WasReset);
            Assert.Equal(Side.Server, (await relayed.ReadUntilAsync(e => e.Kind == RelayEventKind.Closed)).Single(e => e.Kind == RelayEventKind.Reset).From);
        }
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_reset_and_is_told()
    {
        await using var relayed = new RelayedServer();
        relayed.StopListening();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);

        // The reset may come before the connect returns.
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            await client.ConnectAsync(Peer.Endpoint(relayed.Relay.Urls[0]), relayed.Timeout);
            await client.ReceiveAsync(new byte[1], relayed.Timeout);
        });
        Assert.Contains(await relayed.ReadUntilAsync(e => e.Kind == RelayEventKind.Closed), e => e is { Kind: RelayEventKind.Unreachable, Detail: "ConnectionRefused" });
    }

    [Fact]
    public async Task Content_survives_in_bulk_both_ways_at_once()
    {
        await using var relayed = new RelayedServer(capacity: 100_000);
        var (client, server) = await relayed.ConnectAsync();
        var up = new byte[3_000_000];
        var down = new byte[3_000_000];
        new Random(1).NextBytes(up);
        new Random(2).NextBytes(down);
        await using (client)
        using (server)
        {
            async Task SendAsync()
            {
                await client.SendAsync(up);
                client.HalfClose();
            }

            async Task ServeAsync()
            {
                for (ReadOnlyMemory<byte> rest = down; rest.Length > 0;)
                    rest = rest[await server.SendAsync(rest, relayed.Timeout)..];
                server.Shutdown(SocketShutdown.Send);
            }

            var received = ReceiveToEndAsync(server, relayed.Timeout);
            var answered = client.ReceiveToEndAsync();
            await Task.WhenAll(SendAsync(), ServeAsync());
            Assert.True((await received).SequenceEqual(up));
            Assert.True((await answered).SequenceEqual(down));
        }

        var events = await relayed.ReadUntilAsync(e => e.Kind == RelayEventKind.Closed);
        Assert.True(events.Where(e => e.From == Side.Client).SelectMany(e => e.Bytes.ToArray()).SequenceEqual(up));
        Assert.Equal(0, relayed.Relay.Log.Dropped);
    }

    [Fact]
    public async Task Nobody_who_reads_the_tape_is_waited_for_and_what_is_dropped_is_counted()
    {
        await using var relayed = new RelayedServer(capacity: 4);
        var (client, server) = await relayed.ConnectAsync();
        await using (client)
        using (server)
        {
            for (var i = 0; i < 20; i++)
            {
                await client.SendAsync($"{i:00}");
                Assert.Equal($"{i:00}", await ReceiveAsync(server, 2, relayed.Timeout)); // recorded before it was passed on, and separately
            }

            // 1 opening and 20 pieces were recorded.
            Assert.Equal(17, relayed.Relay.Log.Dropped);
            var kept = await relayed.ReadUntilAsync(e => e.Bytes.Span.SequenceEqual("19"u8));
            Assert.Equal(["16", "17", "18", "19"], kept.Select(e => Encoding.ASCII.GetString(e.Bytes.Span)));
        }
    }

    [Fact]
    public async Task A_slow_reader_holds_up_the_sender_as_it_would_without_a_relay()
    {
        await using var relayed = new RelayedServer();
        var (client, server) = await relayed.ConnectAsync();
        await using (client)
        using (server)
        {
            // More than the kernel's buffers hold. The server does not read, so the relay must not read either.
            var sending = client.SendAsync(new byte[64 * 1024 * 1024]);
            while (relayed.Relay.Paused == 0)
            {
                Assert.False(sending.IsCompleted, "The relay has taken everything.");
                await Task.Delay(1, relayed.Timeout);
            }

            Assert.False(sending.IsCompleted);
            client.Reset();
            _ = await Assert.ThrowsAnyAsync<Exception>(() => sending);
        }
    }

    [Fact]
    public async Task One_connection_too_many_is_closed_and_told()
    {
        await using var relayed = new RelayedServer(maxConnections: 1);
        var (client, server) = await relayed.ConnectAsync();
        await using (client)
        using (server)
        {
            await using var second = await Peer.ConnectAsync(relayed.Relay.Urls[0]);
            Assert.Empty((await second.ReceiveToEndOrResetAsync()).Received);
            Assert.Contains(await relayed.ReadUntilAsync(e => e.Kind == RelayEventKind.Refused), e => e.Kind == RelayEventKind.Opened);
        }
    }

    [Fact]
    public async Task A_stop_cuts_what_is_open_and_ends_the_tape()
    {
        var relayed = new RelayedServer();
        var (client, server) = await relayed.ConnectAsync();
        await using (client)
        using (server)
        {
            await relayed.DisposeAsync();
            Assert.True((await client.ReceiveToEndOrResetAsync()).WasReset);
        }

        var kinds = new List<RelayEventKind>();
        await foreach (var e in relayed.Relay.Log.Events.ReadAllAsync(TestContext.Current.CancellationToken))
            kinds.Add(e.Kind);
        Assert.Equal([RelayEventKind.Opened, RelayEventKind.Closed], kinds);
    }

    [Theory]
    [InlineData("127.0.0.1:1", false)]
    [InlineData("[::1]:1", false)]
    [InlineData("localhost:1", false)]
    [InlineData("192.0.2.1:1", true)]
    public async Task Another_machine_is_only_spoken_to_when_that_was_allowed(string to, bool isRemote)
    {
        Assert.NotEmpty((await ResolvedHost.ResolveAsync(to, allowRemote: true, TestContext.Current.CancellationToken)).Addresses);
        if (isRemote)
            await Assert.ThrowsAsync<RawSocketServer.UsageException>(() => ResolvedHost.ResolveAsync(to, allowRemote: false, TestContext.Current.CancellationToken));
        else
            Assert.NotEmpty((await ResolvedHost.ResolveAsync(to, allowRemote: false, TestContext.Current.CancellationToken)).Addresses);
    }

    private static async Task<string> ReceiveAsync(Socket socket, int count, CancellationToken timeout)
    {
        var buffer = new byte[count];
        for (var at = 0; at < count;)
        {
            var taken = await socket.ReceiveAsync(buffer.AsMemory(at), timeout);
            Assert.NotEqual(0, taken);
            at += taken;
        }

        return Encoding.ASCII.GetString(buffer);
    }

    private static async Task<byte[]> ReceiveToEndAsync(Socket socket, CancellationToken timeout)
    {
        var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer, timeout) is > 0 and var count)
            all.Write(buffer, 0, count);
        return all.ToArray();
    }
}
