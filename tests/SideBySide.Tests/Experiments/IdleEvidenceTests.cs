using Microsoft.Extensions.Time.Testing;
using SideBySide.Experiments.Running;

namespace SideBySide.Tests.Experiments;

/// <summary>Only an idle server ends a wait before its time is over.</summary>
public sealed class IdleEvidenceTests
{
    private static readonly TimeSpan s_within = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_roundTrip = TimeSpan.FromMilliseconds(0.1);

    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _done = [];
    private readonly long _begin;

    public IdleEvidenceTests() => _begin = _time.GetTimestamp();

    private TimeSpan Elapsed => _time.GetElapsedTime(_begin);

    [Fact]
    public async Task An_idle_server_is_silent_after_the_second_control_exchange()
    {
        Assert.Equal(s_roundTrip, await WaitAsync(() => true));

        Assert.Equal(["wait 20", "control", "idle", "wait 20", "control", "idle", "wait 20"], _done);
    }

    [Fact]
    public async Task A_server_that_is_never_idle_gets_the_whole_time_and_at_least_50_looks()
    {
        Assert.Equal(s_roundTrip, await WaitAsync(() => false));

        Assert.True(Elapsed >= s_within);
        Assert.Equal(50, _done.Count(one => one == "control"));
        Assert.DoesNotContain("wait 20", _done[1..]);
    }

    [Fact]
    public async Task A_server_that_works_for_longer_than_the_time_is_waited_for() =>
        Assert.Null(await WaitAsync(() => false, comesAfter: s_within + TimeSpan.FromMilliseconds(40)));

    [Fact]
    public async Task A_server_that_has_work_first_is_silent_when_it_has_done_it()
    {
        var looks = 0;
        Assert.NotNull(await WaitAsync(() => ++looks is not (1 or 2 or 4)));

        Assert.Equal(
            [
                "wait 20",
                "control", "busy", "wait 3", "busy", "wait 3", "idle", "wait 20",
                "control", "busy", "wait 3", "idle", "wait 20",
            ],
            _done);
    }

    [Theory]
    [InlineData(1)] // before the first control exchange
    [InlineData(2)] // while the server works
    [InlineData(3)] // after the first check of an idle server
    [InlineData(4)] // after the second
    public async Task Something_that_comes_in_any_of_the_waits_has_come(int wait)
    {
        Assert.Null(await WaitAsync(() => Waits != 1, comesIn: wait));

        Assert.Equal(wait, Waits);
    }

    [Fact]
    public async Task A_server_that_seems_idle_while_the_machine_stands_still_is_not_silent()
    {
        var control = new HeldControl();
        var log = new EventLog(_time, null);
        var hasCome = false;
        var waiting = new SilenceEvidence(control, _time).WaitUnlessIdleAsync(
            (patience, token) => log.WaitAsync(() => hasCome, patience, token), s_within, () => true,
            TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromMilliseconds(20));
        await control.Asked.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMilliseconds(900));
        Assert.False(waiting.IsCompleted);
        hasCome = true;
        control.Release();

        Assert.Null(await waiting.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken));
    }

    private int Waits => _done.Count(one => one.StartsWith("wait", StringComparison.Ordinal));

    // Each wait lasts its full time on the test's clock.
    private Task<TimeSpan?> WaitAsync(Func<bool> isIdle, int? comesIn = null, TimeSpan? comesAfter = null) =>
        new SilenceEvidence(new Control(_done), _time).WaitUnlessIdleAsync(
            (patience, _) =>
            {
                _done.Add($"wait {patience.TotalMilliseconds:0}");
                _time.Advance(patience);
                return Task.FromResult(Waits == comesIn || Elapsed >= comesAfter);
            },
            s_within,
            () =>
            {
                var now = isIdle();
                _done.Add(now ? "idle" : "busy");
                return now;
            },
            TestContext.Current.CancellationToken);

    private sealed class Control(List<string> done) : IControlExchange
    {
        public Task<TimeSpan> MeasureAsync(CancellationToken cancellation)
        {
            done.Add("control");
            return Task.FromResult(s_roundTrip);
        }
    }
}
