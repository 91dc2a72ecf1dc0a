using SideBySide.Rooms;

namespace SideBySide.Experiments.Running;

/// <summary>
/// A server's clock, advanced. A server reads first and sets the deadline afterwards; one that was held up in between sets it when
/// the clock has already been advanced, and it would not pass any more. So each use of the clock that follows advances it once
/// more, until this is disposed. Nothing depends on who was faster.
/// </summary>
internal sealed class ClockAdvance : IAsyncDisposable
{
    // A server that sets deadline after deadline is not followed for ever.
    private const int MostAgain = 16;

    private readonly AdvanceableTime _clock;
    private readonly TimeSpan _by;
    private readonly Lock _gate = new();
    private Task _advancing = Task.CompletedTask;
    private int _again;

    private ClockAdvance(AdvanceableTime clock, TimeSpan by) => (_clock, _by) = (clock, by);

    /// <summary>Advances the clock; the timers that became due have fired when the task has completed.</summary>
    public static async Task<ClockAdvance> StartAsync(AdvanceableTime clock, TimeSpan by)
    {
        var advance = new ClockAdvance(clock, by);
        clock.Used += advance.Again;
        await clock.AdvanceAsync(by);
        return advance;
    }

    /// <summary>From now on the clock goes on as it did before.</summary>
    public async ValueTask DisposeAsync()
    {
        _clock.Used -= Again;
        Task advancing;
        lock (_gate)
        {
            _again = MostAgain;
            advancing = _advancing;
        }

        await advancing;
    }

    private void Again()
    {
        lock (_gate)
        {
            if (_again++ < MostAgain)
                _advancing = Task.WhenAll(_advancing, _clock.AdvanceAsync(_by));
        }
    }
}
