using SideBySide.Servers;

namespace SideBySide.Experiments.Running;

/// <summary>
/// Advances a server's clock. A server reads first and sets its deadline afterwards; a delayed server may set it after the advance, and the
/// deadline would never pass. So the clock advances once more if the server has used it and stays silent. It does not advance earlier: the
/// deadlines of a last response must not pass while the server sends it.
/// </summary>
internal sealed class ClockAdvance : IDisposable
{
    // Bounds the advances for a server that sets one deadline after another.
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

    /// <summary>Advances the clock. The due timers have fired when the task completes.</summary>
    public static async Task<ClockAdvance> StartAsync(AdvanceableTime clock, TimeSpan by)
    {
        var advance = new ClockAdvance(clock, by);
        await clock.AdvanceAsync(by);
        return advance;
    }

    /// <summary>Advances the clock again if the server has used it since; returns false otherwise.</summary>
    public async Task<bool> AgainIfUsedAsync()
    {
        if (Interlocked.Exchange(ref _used, 0) == 0 || _again++ == MostAgain)
            return false;
        await _clock.AdvanceAsync(_by);
        return true;
    }

    /// <summary>Stops observing the clock.</summary>
    public void Dispose() => _clock.Used -= Used;

    private void Used() => Volatile.Write(ref _used, 1);
}
