using System.Globalization;
using System.Net.Sockets;
using RawSocketServer.Listening.Readiness;

namespace RawSocketServer.Tests.Listening.Readiness;

public sealed class LoopThreadTests
{
    [Fact]
    public void Who_takes_over_a_batch_of_which_nothing_was_begun_begins_at_its_first_event()
    {
        var late = new LoopThread();
        late.Begin(2);
        late.Next();
        late.Next();
        Assert.True(late.TryRest());
        late.Begin(3); // here its thread is blocked
        var next = new LoopThread();

        Assert.True(late.TryTake());
        next.Adopt(late);

        Assert.Equal((3, 0), (next.Count, next.Served));
    }

    [Fact]
    public void Who_takes_over_in_the_middle_goes_on_behind_what_was_begun()
    {
        var late = new LoopThread();
        late.Begin(3);
        late.Next();
        late.Next();
        var next = new LoopThread();
        next.Adopt(late);

        Assert.Equal((3, 2), (next.Count, next.Served));
    }

    [Fact]
    public void A_thread_without_a_processor_is_not_held_up_by_a_handler()
    {
        using var thread = new SchedStat();
        var turn = new LoopThread { Times = thread.Times };
        turn.Begin(2);
        turn.Next();
        Assert.False(turn.IsHeldUp(SchedStat.Part)); // the first check

        thread.Waits(SchedStat.Part); // the time before is unknown
        Assert.False(turn.IsHeldUp(SchedStat.Part));
        for (var look = 0; look < 10; look++)
        {
            thread.Waits(SchedStat.Part + TimeSpan.FromTicks(1));
            Assert.False(turn.IsHeldUp(SchedStat.Part));
        }

        thread.Waits(SchedStat.Part);
        Assert.True(turn.IsHeldUp(SchedStat.Part)); // it had a processor for the other half, but made no progress
    }

    [Fact]
    public void What_is_measured_begins_anew_when_the_thread_goes_on()
    {
        using var thread = new SchedStat();
        var turn = new LoopThread { Times = thread.Times };
        turn.Begin(2);
        Assert.False(turn.IsHeldUp(SchedStat.Part));
        Assert.False(turn.IsHeldUp(SchedStat.Part));
        turn.Next();

        Assert.False(turn.IsHeldUp(SchedStat.Part));
        Assert.False(turn.IsHeldUp(SchedStat.Part)); // the waited time is unknown again
        Assert.True(turn.IsHeldUp(SchedStat.Part));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("a b c")]
    [InlineData(null)]
    public void Where_the_system_does_not_count_the_third_look_decides(string? content)
    {
        using var thread = new SchedStat();
        thread.Write(content);
        var turn = new LoopThread { Times = thread.Times };
        turn.Begin(1);

        Assert.Equal([false, false, true], Enumerable.Range(0, 3).Select(_ => turn.IsHeldUp(SchedStat.Part)));
    }

    [Fact]
    public void What_was_begun_is_not_lost_when_the_next_wait_writes_over_the_batch()
    {
        using Socket one = Writable(), two = Writable(), three = Writable();
        var (late, next) = (new LoopThread(), new LoopThread());
        late.Begin(Wait(late.Events, (one, 1), (two, 2)));
        var begun = late.Next(); // here its thread is blocked

        Assert.True(late.TryTake());
        next.Adopt(late);
        var rest = next.Next();
        Assert.False(next.HasNext);
        next.Begin(Wait(next.Events, (three, 3)));

        Assert.Equal(3, next.Next().Number);
        Assert.Equal([1, 2], new[] { begun.Number, rest.Number }.Order());
    }

    [Fact]
    public void A_turn_that_rests_is_not_taken_since_nobody_else_would_hear_what_its_wait_tells()
    {
        var turn = new LoopThread();
        turn.Begin(1);
        turn.Next();

        Assert.True(turn.TryRest());
        Assert.False(turn.TryTake());
    }

    [Fact]
    public void A_turn_that_was_taken_does_not_wait_for_sockets_again()
    {
        var turn = new LoopThread();
        turn.Begin(1);

        Assert.True(turn.TryTake());
        Assert.False(turn.TryRest());
    }

    // A datagram socket is always ready to send.
    private static Socket Writable() => new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    private static int Wait(Epoll.Events events, params (Socket Socket, int Number)[] sockets)
    {
        var epoll = new Epoll();
        foreach (var (socket, number) in sockets)
            epoll.Register(socket.SafeHandle, number);
        return epoll.Wait(events);
    }

    // The values that Linux reports for a thread: nanoseconds run, nanoseconds waited for a processor, number of runs.
    private sealed class SchedStat : IDisposable
    {
        public static readonly TimeSpan Part = TimeSpan.FromMilliseconds(12.5);

        private readonly string _path = Path.GetTempFileName();
        private long _waited = 1_000_000_000;

        public SchedStat()
        {
            Times = new ThreadTimes(_path);
            Waits(TimeSpan.Zero);
        }

        public ThreadTimes Times { get; }

        public void Waits(TimeSpan time) => Write(string.Create(CultureInfo.InvariantCulture, $"5 {_waited += (long)time.TotalNanoseconds} 7\n"));

        public void Write(string? content)
        {
            if (content is null)
                File.Delete(_path);
            else
                File.WriteAllText(_path, content);
        }

        public void Dispose() => File.Delete(_path);
    }
}
