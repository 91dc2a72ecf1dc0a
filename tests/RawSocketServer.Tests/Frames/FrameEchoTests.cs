using System.Buffers.Binary;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using RawSocketServer.Frames;

namespace RawSocketServer.Tests.Frames;

public class FrameEchoTests
{
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Messages_come_back_each_with_its_length(string readinessLoop)
    {
        await using var server = await StartAsync("--Raw:ReadinessLoop", readinessLoop);
        await using var peer = await server.ConnectAsync();
        var sent = new[] { "Hello", "", "with\nline end", "你好", new string('x', 200_000) }
            .Select(text => FrameReader.Of(Encoding.UTF8.GetBytes(text)))
            .ToArray();
        foreach (var frame in sent)
            await peer.SendAsync(frame);
        peer.HalfClose();
        Assert.Equal(sent.SelectMany(frame => frame), await peer.ReceiveToEndAsync());
    }

    [Fact]
    public async Task A_message_comes_back_when_it_is_whole_and_not_before()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        var frame = FrameReader.Of("Hello"u8);
        await peer.SendAsync(frame.AsMemory(0, 8));

        // A later frame on another connection has come back by now; this connection has received nothing yet.
        await using var other = await server.ConnectAsync();
        await other.SendAsync(frame);
        await other.ReceiveAsync(frame.Length);
        Assert.Equal(0, peer.Socket.Available);

        await peer.SendAsync(frame.AsMemory(8));
        Assert.Equal(frame, await peer.ReceiveAsync(frame.Length));
    }

    [Fact]
    public async Task The_longest_frame_is_echoed()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        var frame = FrameReader.Of(new byte[FrameReader.MaxLength]);
        var receiving = peer.ReceiveAsync(frame.Length);
        await peer.SendAsync(frame);
        var echoed = await receiving;
        Assert.True(frame.AsSpan().SequenceEqual(echoed));
    }

    [Theory]
    [InlineData("00100001", "1048577", "\\0\\x10\\0\\x01")]
    [InlineData("05000000", "83886080", "\\x05\\0\\0\\0")] // 5 in the other byte order
    [InlineData("47455420", "1195725856", "GET ")]
    [InlineData("FFFFFFFF", "4294967295", "\\xFF\\xFF\\xFF\\xFF")]
    public async Task A_length_over_the_limit_gets_an_error_and_FIN(string head, string length, string shown)
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(FrameReader.Of("before"u8));
        await peer.SendAsync((byte[])[.. Convert.FromHexString(head), .. "and more that nobody can understand"u8]);
        Assert.Equal(FrameReader.Of("before"u8), await peer.ReceiveAsync(10));
        var error = await ErrorAsync(peer);
        Assert.StartsWith("too-long ", error, StringComparison.Ordinal);
        Assert.Contains(length, error, StringComparison.Ordinal);
        Assert.Contains(shown, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frame_must_be_whole_in_time()
    {
        var time = new ObservedClock();
        await using var server = await RunningServer.StartAsync(time, "--mode", "frames", "--urls", "tcp://127.0.0.1:0");
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(new byte[] { 0, 0, 0, 100, 1 });
        var ended = ErrorAsync(peer);
        while (!ended.IsCompleted) // the clock advances until the server has read the bytes and noticed that they are too few
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(ended, Task.Delay(5, TestContext.Current.CancellationToken));
        }

        Assert.StartsWith("too-slow ", await ended, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_end_inside_of_a_frame_is_an_error_and_between_two_is_none()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(new byte[] { 0, 0, 0, 5, 1, 2 });
        peer.HalfClose();
        Assert.StartsWith("unfinished ", await ErrorAsync(peer), StringComparison.Ordinal);
        await using var silent = await server.ConnectAsync();
        silent.HalfClose();
        Assert.Empty(await silent.ReceiveToEndAsync());
    }

    [Fact]
    public async Task Unfinished_frames_of_all_connections_together_are_bounded()
    {
        var echo = new FrameEcho(new FrameOptions { MaxHeld = 500_000 }, NullLogger.Instance);
        await using var server = new Listener(echo.ServeAsync);
        await using var first = await server.ConnectAsync();
        await using var second = await server.ConnectAsync();
        await first.SendAsync(FrameReader.Of(new byte[FrameReader.MaxLength]).AsMemory(0, 800_000));
        Assert.StartsWith("busy ", await ErrorAsync(first), StringComparison.Ordinal);

        // The memory of the first connection is free again.
        var frame = FrameReader.Of(new byte[100_000]);
        await second.SendAsync(frame);
        Assert.Equal(frame, await second.ReceiveAsync(frame.Length));
    }

    [Fact]
    public async Task A_stop_lets_a_frame_that_has_begun_finish()
    {
        await using var server = await StartAsync("--Raw:DrainTimeout", "01:00:00");
        await using var idle = await server.ConnectAsync();
        await using var peer = await server.ConnectAsync();
        var frame = FrameReader.Of("Hello"u8);
        foreach (var one in new[] { idle, peer })
        {
            await one.SendAsync(frame);
            await one.ReceiveAsync(frame.Length);
        }

        // Two frames in one segment, the second incomplete: when the first comes back, the second has begun.
        await peer.SendAsync((byte[])[.. frame, .. frame[..6]]);
        await peer.ReceiveAsync(frame.Length);
        var stopping = server.StopAsync();
        Assert.Empty(await idle.ReceiveToEndAsync());
        idle.HalfClose();
        await peer.SendAsync(frame.AsMemory(6));
        Assert.Equal(frame, await peer.ReceiveToEndAsync());
        peer.HalfClose();
        await stopping;
    }

    private static Task<RunningServer> StartAsync(params string[] args) =>
        RunningServer.StartAsync([.. args, "--mode", "frames", "--urls", "tcp://127.0.0.1:0"]);

    // FF FF FF FF, then the reason as a frame, then FIN.
    private static async Task<string> ErrorAsync(Peer peer)
    {
        var bytes = await peer.ReceiveToEndAsync();
        Assert.Equal(FrameReader.ErrorMark, BinaryPrimitives.ReadUInt32BigEndian(bytes));
        Assert.Equal(bytes.Length - 8, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4)));
        return Encoding.UTF8.GetString(bytes.AsSpan(8));
    }
}
