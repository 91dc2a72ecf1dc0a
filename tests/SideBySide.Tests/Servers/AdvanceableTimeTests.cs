using Microsoft.Extensions.Time.Testing;
using SideBySide.Servers;

namespace SideBySide.Tests.Servers;

/// <summary>A running clock that can be advanced; the test controls the clock behind it.</summary>
public sealed class AdvanceableTimeTests
{
    private readonly FakeTimeProvider _real = new();
    private readonly AdvanceableTime _time;

    public AdvanceableTimeTests() => _time = new AdvanceableTime(_real);

    [Fact]
    public void Runs_like_the_clock_that_it_follows()
    {
        var begin = _time.GetTimestamp();
        _real.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(3), _time.GetElapsedTime(begin));
    }

    [Fact]
    public async Task Advances_what_is_measured_and_not_the_time_of_day()
    {
        var (begin, date) = (_time.GetTimestamp(), _time.GetUtcNow());
        await _time.AdvanceAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(TimeSpan.FromSeconds(60), _time.GetElapsedTime(begin));
        Assert.Equal(date, _time.GetUtcNow());
    }

    [Fact]
    public async Task Has_fired_what_became_due_when_it_has_been_advanced_and_nothing_else()
    {
        var fired = new List<string>();
        using var later = Timer(() => fired.Add("later"), 10);
        using var soon = Timer(() => fired.Add("soon"), 5);
        using var late = Timer(() => fired.Add("late"), 11);

        await _time.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(["soon", "later"], fired);
    }

    [Fact]
    public async Task A_timer_fires_once_whichever_clock_comes_first()
    {
        var fired = 0;
        using var timer = Timer(() => fired++, 10);

        await _time.AdvanceAsync(TimeSpan.FromSeconds(4));
        _real.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(0, fired);
        _real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, fired);
        await _time.AdvanceAsync(TimeSpan.FromSeconds(10));
        _real.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, fired);
    }

    [Fact]
    public async Task A_timer_that_is_moved_fires_when_it_was_moved_to()
    {
        var fired = 0;
        using var timer = Timer(() => fired++, 5);

        Assert.True(timer.Change(TimeSpan.FromSeconds(20), Timeout.InfiniteTimeSpan));
        await _time.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(0, fired);
        await _time.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, fired);
        Assert.True(timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan));
        await _time.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(2, fired);
    }

    [Fact]
    public async Task A_timer_that_is_stopped_or_disposed_fires_no_more()
    {
        var fired = 0;
        using var stopped = Timer(() => fired++, 5);
        _ = stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var disposed = Timer(() => fired++, 5);
        await disposed.DisposeAsync();

        await _time.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(0, fired);
        Assert.False(disposed.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public async Task A_timer_that_another_one_disposes_or_moves_meanwhile_does_not_fire()
    {
        var fired = 0;
        using var disposed = Timer(() => fired++, 6);
        using var moved = Timer(() => fired++, 7);
        using var first = Timer(() =>
        {
            disposed.Dispose();
            _ = moved.Change(TimeSpan.FromSeconds(30), Timeout.InfiniteTimeSpan);
        }, 5);

        await _time.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(0, fired);
    }

    [Fact]
    public async Task A_periodic_timer_fires_once_however_many_periods_have_passed_and_goes_on()
    {
        var fired = 0;
        using var timer = _time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        await _time.AdvanceAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1, fired);
        _real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, fired);
        _real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, fired);
    }

    [Fact]
    public async Task A_cancellation_follows_it()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), _time);
        await _time.AdvanceAsync(TimeSpan.FromSeconds(29));
        Assert.False(deadline.IsCancellationRequested);
        await _time.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.True(deadline.IsCancellationRequested);
    }

    [Fact]
    public async Task Says_when_it_is_used_but_not_by_a_timer_that_fires()
    {
        var used = 0;
        _time.Used += () => used++;
        _ = _time.GetTimestamp();
        Assert.Equal(1, used);
        using var timer = Timer(() => _time.GetTimestamp(), 1);
        Assert.Equal(2, used);
        await _time.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(2, used);
    }

    private ITimer Timer(Action fire, int seconds) => _time.CreateTimer(_ => fire(), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
}
