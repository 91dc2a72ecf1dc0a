using Microsoft.Extensions.Time.Testing;
using SideBySide.Experiments.Running;
using SideBySide.Rooms;

namespace SideBySide.Tests.Experiments;

/// <summary>A deadline passes, whether the server sets it before or after the clock is advanced.</summary>
public sealed class ClockAdvanceTests
{
    private readonly AdvanceableTime _time = new(new FakeTimeProvider());

    [Fact]
    public async Task A_deadline_that_was_set_before_has_passed()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10), _time);
        await using var advance = await ClockAdvance.StartAsync(_time, TimeSpan.FromSeconds(25));

        Assert.True(deadline.IsCancellationRequested);
    }

    [Fact]
    public async Task A_deadline_that_is_set_too_late_passes_as_well()
    {
        await using var advance = await ClockAdvance.StartAsync(_time, TimeSpan.FromSeconds(25));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10), _time);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Hang.Guard, deadline.Token));
        Assert.True(deadline.IsCancellationRequested);
    }

    [Fact]
    public async Task Afterwards_the_clock_stands_still_again()
    {
        await using (await ClockAdvance.StartAsync(_time, TimeSpan.FromSeconds(25)))
            _ = _time.GetTimestamp();
        var begin = _time.GetTimestamp();
        _ = _time.GetTimestamp();

        Assert.Equal(TimeSpan.Zero, _time.GetElapsedTime(begin));
    }

    [Fact]
    public async Task A_server_that_sets_deadline_after_deadline_is_not_followed_for_ever()
    {
        var begin = _time.GetTimestamp();
        await using (await ClockAdvance.StartAsync(_time, TimeSpan.FromSeconds(1)))
        {
            for (var i = 0; i < 1000; i++)
                _ = _time.GetTimestamp();
        }

        Assert.InRange(_time.GetElapsedTime(begin), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(17));
    }
}
