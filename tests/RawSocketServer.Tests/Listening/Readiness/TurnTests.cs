using RawSocketServer.Listening.Readiness;

namespace RawSocketServer.Tests.Listening.Readiness;

public sealed class TurnTests
{
    [Fact]
    public void Who_takes_over_a_batch_of_which_nothing_was_begun_begins_at_its_first_event()
    {
        var late = new Turn();
        late.Begin(2);
        late.Next(1);
        late.Next(2);
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
        late.Next(2);
        var next = new Turn();
        next.Adopt(late);

        Assert.Equal((3, 2), (next.Count, next.Served));
    }

    [Fact]
    public void A_turn_that_rests_is_not_taken_since_nobody_else_would_hear_what_its_wait_tells()
    {
        var turn = new Turn();
        turn.Begin(1);
        turn.Next(1);

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
}
