using SideBySide.Servers;

namespace SideBySide.Experiments.Running;

/// <summary>
/// A server's clock, advanced. A server reads first and sets the deadline afterwards; one that was held up in between sets it when
/// the clock has already been advanced, and it would not pass any more. So a server that stays silent and has used its clock since
/// gets it advanced once more. Not before: the deadlines of its last words must not pass while it says them.
/// </summary>
internal sealed class ClockAdvance : IDisposable
{
    // A server that sets deadline after deadline is not followed for ever.
    private const int MostAgain = 4;

    private readonly AdvanceableTime _clock;
    private readonly TimeSpan _by;
    private int _used;
    private int _again;

    private ClockAdvance(AdvanceableTime clock, TimeSpan by)
    {
        (_clock, _by) = (clock, by);
        clock.Used += Used;
    }

    /// <summary>Advances the clock; the timers that became due have fired when the task has completed.</summary>
    public static async Task<ClockAdvance> StartAsync(AdvanceableTime clock, TimeSpan by)
    {
        var advance = new ClockAdvance(clock, by);
        await clock.AdvanceAsync(by);
        return advance;
    }

    /// <summary>Advances it again, when the server has used its clock since; returns whether it did, so that there is something to wait for.</summary>
    public async Task<bool> AgainIfUsedAsync()
    {
        if (Interlocked.Exchange(ref _used, 0) == 0 || _again++ == MostAgain)
            return false;
        await _clock.AdvanceAsync(_by);
        return true;
    }

    /// <summary>The clock's uses are not looked at any more.</summary>
    public void Dispose() => _clock.Used -= Used;

    private void Used() => Volatile.Write(ref _used, 1);
}
