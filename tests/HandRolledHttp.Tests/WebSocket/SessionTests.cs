using HandRolledHttp.Connection.WebSockets;
using HandRolledHttp.WebSocket;
using Microsoft.Extensions.Logging;
using TestKit;

namespace HandRolledHttp.Tests.WebSocket;

/// <summary>The behaviour of sessions, and its effect on the WebSocket.</summary>
public sealed class SessionTests : IDisposable
{
    private readonly LogCapture _log = new();

    [Fact]
    public async Task Its_end_closes_with_1000_and_waits_for_the_clients_close()
    {
        var conversation = Conversation.Begin((_, _) => Task.CompletedTask);
        Assert.Equal([Conversation.Close(1000)], await conversation.FramesAsync(1));
        conversation.Send("text(discarded) ping()");
        await conversation.Transport.WaitsAsync();
        Assert.False(conversation.Transport.Lingered);

        conversation.Send("close(\\x03\\xe8)");

        await conversation.Run;
        Assert.True(conversation.Transport.Lingered);
        Assert.Single(conversation.Frames);
    }

    [Fact]
    public async Task Its_failure_closes_with_1011_and_is_logged_but_not_sent()
    {
        var conversation = Conversation.Begin(async (socket, _) =>
        {
            await socket.ReceiveAsync();
            throw new InvalidOperationException("secret");
        }, log: _log);
        conversation.Send("text(a) close()");
        await conversation.Run;

        Assert.Equal([Conversation.Close(1011)], conversation.Frames);
        Assert.Contains(_log.Entries, entry => entry.Level == LogLevel.Error && entry.Line.Contains("1011", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_may_close_with_a_code_and_a_reason_and_still_receive()
    {
        var received = new List<string?>();
        var conversation = Conversation.Begin(async (socket, _) =>
        {
            await socket.CloseAsync((CloseCode)4001, "再见");
            Assert.False(await socket.SendAsync("nothing more"));
            while (await socket.ReceiveAsync() is { } message)
                received.Add(message.Text);
            Assert.Equal(CloseCode.GoingAway, socket.ClientCode);
        });
        Assert.Equal([Conversation.Close(4001, "再见")], await conversation.FramesAsync(1));
        conversation.Send("text(你好) close(\\x03\\xe9)");
        await conversation.Run;

        Assert.Equal(["你好"], received);
        Assert.Single(conversation.Frames);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(5000)]
    public async Task It_cannot_close_with_a_code_that_must_not_be_sent(int code)
    {
        var conversation = Conversation.Begin(async (socket, _) =>
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await socket.CloseAsync((CloseCode)code)));
        conversation.Send("close()");
        await conversation.Run;
        Assert.Equal([Conversation.Close(1000)], conversation.Frames);
    }

    [Fact]
    public async Task It_cannot_send_text_that_is_none()
    {
        var conversation = Conversation.Begin(async (socket, _) =>
        {
            var broken = new WebSocketMessage(new byte[] { 0xFF }, IsText: true);
            await Assert.ThrowsAsync<ArgumentException>(async () => await socket.SendAsync(broken));
            await socket.SendAsync("\uD800"); // half of a surrogate pair becomes U+FFFD
            await socket.SendAsync(new byte[] { 0xFF });
        });
        conversation.Transport.Finish();
        await conversation.Run;
        Assert.Equal([Conversation.Text("\uFFFD"), new(0x82, "\xff"), Conversation.Close(1000)], conversation.Frames);
    }

    [Fact]
    public async Task Its_token_is_cancelled_when_the_client_closes()
    {
        var conversation = Conversation.Begin(async (socket, closed) =>
        {
            var receiving = socket.ReceiveAsync().AsTask();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.Infinite, closed));
            Assert.Null(await receiving);
            closed.ThrowIfCancellationRequested(); // not a failure
        }, log: _log);
        conversation.Send("close(\\x03\\xe8)");
        await conversation.Run;

        Assert.Equal([Conversation.Close(1000)], conversation.Frames);
        Assert.DoesNotContain(_log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Messages_come_one_at_a_time()
    {
        var conversation = Conversation.Begin(async (socket, _) =>
        {
            var first = socket.ReceiveAsync().AsTask();
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await socket.ReceiveAsync());
            Assert.Equal("a", (await first)!.Value.Text);
        });
        await conversation.Transport.WaitsAsync();
        conversation.Send("text(a) close()");
        await conversation.Run;
    }

    [Fact]
    public async Task Any_number_of_tasks_may_send_and_each_message_stays_whole()
    {
        const int Tasks = 20, Each = 50;
        var conversation = Conversation.Begin((socket, _) => Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
                Assert.True(await socket.SendAsync($"{task}:{i}:{new string('x', (task * 97) + i)}"));
        }, TestContext.Current.CancellationToken))));
        conversation.Transport.Finish();
        await conversation.Run;

        var texts = conversation.Frames.SkipLast(1).Select(frame => frame.Payload.Split(':'))
            .ToLookup(parts => Number(parts[0]), parts => (Number(parts[1]), parts[2].Length));
        for (var task = 0; task < Tasks; task++)
            Assert.Equal(Enumerable.Range(0, Each).Select(i => (i, (task * 97) + i)), texts[task]); // in the order of its task

        static int Number(string digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Who_sends_after_its_end_is_told_so()
    {
        WebSocketConnection? left = null;
        var conversation = Conversation.Begin((socket, _) =>
        {
            left = socket;
            return Task.CompletedTask;
        });
        conversation.Send("close()");
        await conversation.Run;

        Assert.False(await left!.SendAsync("late"));
        Assert.Single(conversation.Frames);
    }

    [Fact]
    public async Task It_knows_the_protocol_that_was_chosen()
    {
        var protocols = new List<string?>();
        Task Note(WebSocketConnection socket, CancellationToken closed)
        {
            protocols.Add(socket.Protocol);
            return Task.CompletedTask;
        }

        var with = Conversation.Begin(Note, open: Conversation.OpenWith("Sec-WebSocket-Protocol: x, chat"));
        with.Transport.Finish();
        await with.Run;
        var without = Conversation.Begin(Note);
        without.Transport.Finish();
        await without.Run;

        Assert.Equal(["chat", null], protocols);
    }

    public void Dispose() => _log.Dispose();
}
