using Microsoft.Extensions.Time.Testing;
using SideBySide.Servers;

namespace SideBySide.Tests.Servers;

/// <summary>Only the experiment advances a held clock; the test controls the clock behind it.</summary>
public sealed class AdvanceableTimeHoldTests
{
    private readonly FakeTimeProvider _real = new();
    private readonly AdvanceableTime _time;
    private int _fired;

    public AdvanceableTimeHoldTests() => _time = new AdvanceableTime(_real);

    [Fact]
    public async Task Does_not_run_while_it_is_held_and_can_still_be_advanced()
    {
        var begin = _time.GetTimestamp();
        using var hold = _time.Hold();

        _real.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.Zero, _time.GetElapsedTime(begin));
        await _time.AdvanceAsync(TimeSpan.FromSeconds(60));
        _real.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(60), _time.GetElapsedTime(begin));
    }

    [Fact]
    public async Task Goes_on_from_where_it_was_held()
    {
        var begin = _time.GetTimestamp();
        using (_time.Hold())
        {
            _real.Advance(TimeSpan.FromSeconds(3));
            await _time.AdvanceAsync(TimeSpan.FromSeconds(60));
        }

        Assert.Equal(TimeSpan.FromSeconds(60), _time.GetElapsedTime(begin));
        _real.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(62), _time.GetElapsedTime(begin));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Runs_again_when_the_last_of_several_holds_is_released(bool innerFirst)
    {
        var begin = _time.GetTimestamp();
        var (outer, inner) = (_time.Hold(), _time.Hold());
        var (first, last) = innerFirst ? (inner, outer) : (outer, inner);

        _real.Advance(TimeSpan.FromSeconds(1));
        first.Dispose();
        first.Dispose(); // a second time has no effect
        _real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, _time.GetElapsedTime(begin));
        last.Dispose();
        _real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), _time.GetElapsedTime(begin));
    }

    [Fact]
    public async Task A_timer_fires_by_an_advance_and_not_by_the_time_that_passes()
    {
        using var timer = Timer(TimeSpan.FromSeconds(10));
        using var hold = _time.Hold();

        _real.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, _fired);
        await _time.AdvanceAsync(TimeSpan.FromSeconds(9));
        _real.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, _fired);
        await _time.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _fired);
    }

    [Fact]
    public async Task A_timer_that_is_set_meanwhile_fires_by_an_advance_or_so_long_after_the_release()
    {
        var hold = _time.Hold();
        _real.Advance(TimeSpan.FromSeconds(100));
        using var soon = Timer(TimeSpan.FromSeconds(10));
        using var late = Timer(TimeSpan.FromSeconds(30));

        await _time.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, _fired);
        _real.Advance(TimeSpan.FromSeconds(100));
        hold.Dispose();
        FiresAfter(TimeSpan.FromSeconds(20), 2);
    }

    [Fact]
    public void A_timer_that_is_due_at_once_fires()
    {
        using var hold = _time.Hold();
        using var timer = Timer(TimeSpan.Zero);
        _real.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, _fired);
    }

    [Theory]
    [InlineData(7000, 3000)] // a release before the deadline
    [InlineData(7000, 100_000)]
    [InlineData(10, 3)]
    [InlineData(10, 1003)]
    [InlineData(1, 100_000)]
    public void A_pending_timer_fires_later_by_as_long_as_the_clock_was_held(int left, int held)
    {
        using var timer = Timer(TimeSpan.FromSeconds(10));
        _real.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(left));

        using (_time.Hold())
            _real.Advance(TimeSpan.FromMilliseconds(held));

        FiresAfter(TimeSpan.FromMilliseconds(left), 1);
    }

    [Fact]
    public void A_pending_timer_fires_later_by_every_hold()
    {
        using var timer = Timer(TimeSpan.FromSeconds(10));
        for (var second = 0; second < 5; second++)
        {
            _real.Advance(TimeSpan.FromSeconds(1));
            using (_time.Hold())
                _real.Advance(TimeSpan.FromMilliseconds(30_007));
        }

        FiresAfter(TimeSpan.FromSeconds(5), 1);
    }

    // Exactly at this time.
    private void FiresAfter(TimeSpan left, int times)
    {
        _real.Advance(left - TimeSpan.FromMilliseconds(1));
        Assert.Equal(times - 1, _fired);
        _real.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(times, _fired);
    }

    private ITimer Timer(TimeSpan due) => _time.CreateTimer(_ => _fired++, null, due, Timeout.InfiniteTimeSpan);
}
