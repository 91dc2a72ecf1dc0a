using Microsoft.Extensions.Time.Testing;
using SideBySide.Experiments.Running;
using SideBySide.Servers;

namespace SideBySide.Tests.Experiments;

/// <summary>A deadline passes, whether the server sets it before or after the clock is advanced.</summary>
public sealed class ClockAdvanceTests
{
    private readonly AdvanceableTime _time = new(new FakeTimeProvider());

    [Fact]
    public async Task A_deadline_that_was_set_before_has_passed()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10), _time);
        using var advance = await ClockAdvance.StartAsync(_time, TimeSpan.FromSeconds(25));

        Assert.True(deadline.IsCancellationRequested);
        Assert.False(await advance.AgainIfUsedAsync());
    }

    [Fact]
    public async Task A_deadline_that_is_set_too_late_passes_when_the_server_stays_silent_and_not_before()
    {
        using var advance = await ClockAdvance.StartAsync(_time, TimeSpan.FromSeconds(25));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10), _time);

        Assert.False(deadline.IsCancellationRequested);
        Assert.True(await advance.AgainIfUsedAsync());
        Assert.True(deadline.IsCancellationRequested);
    }

    [Fact]
    public async Task A_server_that_sets_deadline_after_deadline_is_not_followed_for_ever()
    {
        using var advance = await ClockAdvance.StartAsync(_time, TimeSpan.FromSeconds(1));
        var again = 0;
        do
            _ = _time.GetTimestamp();
        while (await advance.AgainIfUsedAsync() && ++again < 1000);

        Assert.Equal(4, again);
    }
}
