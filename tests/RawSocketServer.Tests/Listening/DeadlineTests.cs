using Microsoft.Extensions.Time.Testing;
using RawSocketServer.Listening;

namespace RawSocketServer.Tests.Listening;

public class DeadlineTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Deadline _deadline;

    public DeadlineTests() => _deadline = new Deadline(_time);

    [Fact]
    public void Passes_when_its_time_is_over_and_not_before()
    {
        _deadline.Set(TimeSpan.FromSeconds(10));
        Assert.False(CheckAfter(9.999));
        Assert.False(_deadline.Token.IsCancellationRequested);
        Assert.True(CheckAfter(0.001));
        Assert.True(_deadline.Token.IsCancellationRequested);
        Assert.Equal(Interruption.DeadlinePassed, _deadline.Cause);
    }

    [Fact]
    public void Can_be_moved_cleared_and_infinite()
    {
        _deadline.Set(TimeSpan.FromSeconds(1));
        _deadline.Set(TimeSpan.FromSeconds(10));
        Assert.False(CheckAfter(5));
        _deadline.Clear();
        Assert.False(CheckAfter(50));
        _deadline.Set(Timeout.InfiniteTimeSpan);
        Assert.False(CheckAfter(5_000_000));
    }

    [Fact]
    public void Only_the_first_cause_counts()
    {
        _deadline.Interrupt(Interruption.Draining);
        _deadline.Set(TimeSpan.Zero);
        CheckAfter(1);
        Assert.Equal(Interruption.Draining, _deadline.Cause);
    }

    [Fact]
    public void Rearming_after_a_passed_deadline_forgets_it()
    {
        _deadline.Set(TimeSpan.FromSeconds(1));
        CheckAfter(2);
        _deadline.Resume();
        Assert.Equal(Interruption.None, _deadline.Cause);
        Assert.False(CheckAfter(10));
        Assert.False(_deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void Rearming_after_a_drain_keeps_a_deadline_that_is_still_to_come()
    {
        _deadline.Set(TimeSpan.FromSeconds(10));
        _deadline.Interrupt(Interruption.Draining);
        _deadline.Resume();
        Assert.False(CheckAfter(9));
        Assert.True(CheckAfter(1));
    }

    private bool CheckAfter(double seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        return _deadline.Check(_deadline.Now());
    }
}
