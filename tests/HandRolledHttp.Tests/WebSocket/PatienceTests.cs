using TestKit;

namespace HandRolledHttp.Tests.WebSocket;

/// <summary>How long a WebSocket waits for its client; the test controls the clock.</summary>
public sealed class PatienceTests : IDisposable
{
    private static readonly ServerFrame s_ping = new(0x89, "");

    private readonly LogCapture _log = new();

    [Fact]
    public async Task A_silent_client_is_pinged_after_30_seconds_and_closed_after_60()
    {
        var conversation = Conversation.Begin();
        await conversation.Transport.PassAsync(TimeSpan.FromSeconds(29));
        Assert.Empty(conversation.Frames);
        await conversation.Transport.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([s_ping], await conversation.FramesAsync(1));
        await conversation.Transport.PassAsync(TimeSpan.FromSeconds(29));
        Assert.Single(conversation.Frames); // one ping is enough
        await conversation.Transport.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([s_ping, Conversation.Close(1001, "Nothing came for too long.")], await conversation.FramesAsync(2));

        await conversation.Transport.PassAsync(TimeSpan.FromSeconds(4));
        Assert.False(conversation.Run.IsCompleted);
        await conversation.Transport.PassAsync(TimeSpan.FromSeconds(1)); // the time for the close has passed

        await conversation.Run;
        Assert.True(conversation.Transport.Lingered);
    }

    [Theory]
    [InlineData("pong()")]
    [InlineData("text(a)")]
    [InlineData("ping(a)")]
    public async Task A_sign_of_the_client_begins_the_silence_anew(string sign)
    {
        var conversation = Conversation.Begin();
        for (var i = 0; i < 5; i++)
        {
            await conversation.Transport.PassAsync(TimeSpan.FromSeconds(30));
            await conversation.Transport.SentAsync(_ => conversation.Frames.Count(frame => frame == s_ping) == i + 1);
            conversation.Send(sign);
        }

        await conversation.Transport.WaitsAsync();
        conversation.Send("close()");
        await conversation.Run;
        Assert.Equal(new ServerFrame(0x88, ""), conversation.Frames[^1]);
    }

    [Fact]
    public async Task A_session_that_does_not_receive_blames_nobody()
    {
        var goOn = new TaskCompletionSource();
        var conversation = Conversation.Begin(async (socket, closed) =>
        {
            await socket.SendAsync("busy");
            await goOn.Task;
            await Conversation.EchoAsync(socket, closed);
        });
        conversation.Send("text(a)");
        await conversation.FramesAsync(1);
        conversation.Transport.Time.Advance(TimeSpan.FromMinutes(10));
        conversation.Transport.Deadline.Check(conversation.Transport.Time.GetTimestamp());
        goOn.SetResult();
        conversation.Send("close()");
        await conversation.Run;
        Assert.Equal([Conversation.Text("busy"), Conversation.Text("a"), new(0x88, "")], conversation.Frames);
    }

    [Theory]
    [InlineData("81")]
    [InlineData("81 fe 01 00 00 00 00 00 61")]
    [InlineData("text(a) 89 85 00 00 00 00")]
    public async Task A_frame_that_has_begun_must_go_on(string begun)
    {
        var conversation = Conversation.Begin();
        conversation.Send(begun);
        await conversation.Transport.PassAsync(TimeSpan.FromSeconds(5));
        await conversation.Transport.PassAsync(TimeSpan.FromSeconds(1));

        var close = Conversation.Close(1008, "A frame that has begun arrived too slowly. (RFC 6455 §10.4)");
        await conversation.Transport.SentAsync(_ => conversation.Frames.Contains(close));
        await conversation.Transport.PassAsync(TimeSpan.FromSeconds(5));
        await conversation.Run;
    }

    [Fact]
    public async Task A_frame_may_come_at_the_minimum_rate_for_ever()
    {
        var frame = Frames.Encode(HandRolledHttp.WebSocket.Opcode.Binary, new byte[240 * 60]);
        var conversation = Conversation.Begin();
        foreach (var second in frame.Chunk(240))
        {
            conversation.Send(second);
            await conversation.Transport.PassAsync(TimeSpan.FromSeconds(1));
        }

        conversation.Send("close()");
        await conversation.Run;
        Assert.Equal([0x82, 0x88], conversation.Frames.Select(f => f.First));
    }

    [Fact]
    public async Task Between_fragments_there_is_time()
    {
        var conversation = Conversation.Begin();
        conversation.Send("text-(a)");
        await conversation.Transport.PassAsync(TimeSpan.FromSeconds(29));
        conversation.Send("cont(b) close()");
        await conversation.Run;
        Assert.Equal([Conversation.Text("ab"), new(0x88, "")], conversation.Frames);
    }

    [Fact]
    public async Task A_client_that_does_not_close_is_left_after_5_seconds_whatever_it_sends()
    {
        var conversation = Conversation.Begin((_, _) => Task.CompletedTask);
        await conversation.FramesAsync(1);
        for (var second = 0; second < 5; second++)
        {
            conversation.Send("text(still here)");
            await conversation.Transport.PassAsync(TimeSpan.FromSeconds(1));
        }

        await conversation.Run;
        Assert.True(conversation.Transport.Lingered);
        Assert.Single(conversation.Frames);
    }

    [Fact]
    public async Task A_session_that_waits_for_something_else_ends_when_the_time_to_close_is_over()
    {
        var conversation = Conversation.Begin(async (socket, closed) =>
        {
            await socket.CloseAsync();
            await Task.Delay(Timeout.Infinite, closed);
        }, log: _log);
        await conversation.FramesAsync(1);
        conversation.Transport.Time.Advance(TimeSpan.FromSeconds(5));
        conversation.Transport.Deadline.Check(conversation.Transport.Time.GetTimestamp());

        await conversation.Run;
        Assert.True(conversation.Transport.Lingered);
        Assert.DoesNotContain(_log.Lines, line => line.Contains("slowly", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_and_the_log_says_why()
    {
        var conversation = Conversation.Begin(log: _log);
        await conversation.Transport.WaitsAsync();
        conversation.Transport.Stalls = true;
        conversation.Send("text(a)");

        await conversation.Transport.PassUntilDueAsync(TimeSpan.FromSeconds(7));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => conversation.Run);
        Assert.Contains(_log.Lines, line => line.EndsWith("the client reads too slowly", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_waits_for_its_turn_behind_a_slow_reader_is_cut_with_it()
    {
        var conversation = Conversation.Begin(async (socket, _) =>
        {
            await socket.ReceiveAsync();
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => socket.SendAsync("a").AsTask()));
        });
        await conversation.Transport.WaitsAsync();
        conversation.Transport.Stalls = true;
        conversation.Send("text(a)");

        await conversation.Transport.PassUntilDueAsync(TimeSpan.FromSeconds(7));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => conversation.Run);
    }

    [Fact]
    public async Task A_stop_says_1001_and_waits_for_the_clients_close()
    {
        var conversation = Conversation.Begin();
        conversation.Send("text(a)");
        await conversation.FramesAsync(1);
        await conversation.Transport.WaitsAsync();

        await conversation.Transport.StopAsync();

        Assert.Equal([Conversation.Text("a"), Conversation.Close(1001, "The server stops.")], await conversation.FramesAsync(2));
        conversation.Send("text(b) close(\\x03\\xe9)");
        await conversation.Run;
        Assert.Equal(2, conversation.Frames.Count);
    }

    public void Dispose() => _log.Dispose();
}
