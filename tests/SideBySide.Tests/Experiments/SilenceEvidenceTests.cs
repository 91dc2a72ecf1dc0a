using Microsoft.Extensions.Time.Testing;
using SideBySide.Experiments.Running;

namespace SideBySide.Tests.Experiments;

/// <summary>Silence is reported only after the machine has proved that a response would have had time to arrive.</summary>
public sealed class SilenceEvidenceTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly List<TimeSpan> _waits = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.1, 20)] // a quiet machine
    [InlineData(50, 1000)]
    [InlineData(60_000, 10_000)]
    public async Task The_wait_follows_the_round_trip_of_the_control_exchange(double roundTrip, double wait)
    {
        var silence = await Evidence(roundTrip).WaitAsync(NeverComes, s_second, () => false, Cancellation);

        Assert.Equal(TimeSpan.FromMilliseconds(roundTrip), silence);
        Assert.Equal([s_second, TimeSpan.FromMilliseconds(wait), TimeSpan.FromMilliseconds(wait)], _waits);
    }

    [Fact]
    public async Task A_process_that_was_not_run_for_a_while_waits_as_long_again()
    {
        _ = await Evidence(0).WaitAsync(
            (patience, cancellation) =>
            {
                if (_waits.Count == 0)
                    _time.Advance(patience + TimeSpan.FromSeconds(4));
                return NeverComes(patience, cancellation);
            },
            s_second, () => false, Cancellation);

        Assert.Equal(TimeSpan.FromSeconds(4), _waits[1]);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(3, 5)]
    [InlineData(1000, 10)] // a server that never receives these bytes is silent as well
    public async Task A_server_with_bytes_to_receive_gets_more_looks(int busyFor, int looks)
    {
        _ = await Evidence(0).WaitAsync(NeverComes, s_second, () => busyFor-- > 0, Cancellation);

        Assert.Equal(looks, _waits.Count - 1);
    }

    [Fact]
    public async Task Bytes_that_come_in_the_last_look_have_come() => Assert.Null(await Evidence(0).WaitAsync(
        (patience, cancellation) => Task.FromResult(NeverComes(patience, cancellation).IsCompleted && _waits.Count == 3), s_second, () => false, Cancellation));

    [Fact]
    public async Task A_machine_that_stands_still_is_no_silence()
    {
        var control = new HeldControl();
        var log = new EventLog(_time, null);
        var hasCome = false;
        var waiting = new SilenceEvidence(control, _time).WaitAsync(
            (patience, token) => log.WaitAsync(() => hasCome, patience, token), s_second, () => false, Cancellation);

        _time.Advance(s_second);
        await control.Asked.WaitAsync(Hang.Guard, Cancellation);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(waiting.IsCompleted);
        hasCome = true;
        control.Release();

        Assert.Null(await waiting.WaitAsync(Hang.Guard, Cancellation));
    }

    private SilenceEvidence Evidence(double milliseconds) => new(new SteadyControl(TimeSpan.FromMilliseconds(milliseconds)), _time);

    private Task<bool> NeverComes(TimeSpan patience, CancellationToken cancellation)
    {
        _waits.Add(patience);
        return Task.FromResult(false);
    }

    private sealed class SteadyControl(TimeSpan roundTrip) : IControlExchange
    {
        public Task<TimeSpan> MeasureAsync(CancellationToken cancellation) => Task.FromResult(roundTrip);
    }
}

/// <summary>A control exchange that ends when the test says so, as on a machine that is stopped.</summary>
internal sealed class HeldControl : IControlExchange
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the first exchange has begun.</summary>
    public Task Asked => _asked.Task;

    public void Release() => _released.TrySetResult();

    public async Task<TimeSpan> MeasureAsync(CancellationToken cancellation)
    {
        _asked.TrySetResult();
        await _released.Task.WaitAsync(cancellation);
        return TimeSpan.Zero;
    }
}

/// <summary>A control exchange that costs no time, and does something when it is asked for the n-th time.</summary>
/// <param name="n">Which time.</param>
/// <param name="act">Called then.</param>
internal sealed class CountingControl(int n, Action act) : IControlExchange
{
    private int _asked;

    public Task<TimeSpan> MeasureAsync(CancellationToken cancellation)
    {
        if (++_asked == n)
            act();
        return Task.FromResult(TimeSpan.Zero);
    }
}
