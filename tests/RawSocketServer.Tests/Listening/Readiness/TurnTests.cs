using System.Net.Sockets;
using RawSocketServer.Listening.Readiness;

namespace RawSocketServer.Tests.Listening.Readiness;

public sealed class TurnTests
{
    [Fact]
    public void Who_takes_over_a_batch_of_which_nothing_was_begun_begins_at_its_first_event()
    {
        var late = new Turn();
        late.Begin(2);
        late.Next();
        late.Next();
        Assert.True(late.TryRest());
        late.Begin(3); // and here its thread is held up
        var next = new Turn();

        Assert.True(late.TryTake());
        next.Adopt(late);

        Assert.Equal((3, 0), (next.Count, next.Served));
    }

    [Fact]
    public void Who_takes_over_in_the_middle_goes_on_behind_what_was_begun()
    {
        var late = new Turn();
        late.Begin(3);
        late.Next();
        late.Next();
        var next = new Turn();
        next.Adopt(late);

        Assert.Equal((3, 2), (next.Count, next.Served));
    }

    [Fact]
    public void What_was_begun_is_not_lost_when_the_next_wait_writes_over_the_batch()
    {
        using Socket one = Writable(), two = Writable(), three = Writable();
        var (late, next) = (new Turn(), new Turn());
        late.Begin(Wait(late.Events, (one, 1), (two, 2)));
        var begun = late.Next(); // and here its thread is held up

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
        var turn = new Turn();
        turn.Begin(1);
        turn.Next();

        Assert.True(turn.TryRest());
        Assert.False(turn.TryTake());
    }

    [Fact]
    public void A_turn_that_was_taken_does_not_wait_for_sockets_again()
    {
        var turn = new Turn();
        turn.Begin(1);

        Assert.True(turn.TryTake());
        Assert.False(turn.TryRest());
    }

    // A datagram socket always has room.
    private static Socket Writable() => new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    private static int Wait(Epoll.Events events, params (Socket Socket, int Number)[] sockets)
    {
        var epoll = new Epoll();
        foreach (var (socket, number) in sockets)
            epoll.Register(socket.SafeHandle, number);
        return epoll.Wait(events);
    }
}
