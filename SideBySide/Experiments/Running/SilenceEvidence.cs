namespace SideBySide.Experiments.Running;

/// <summary>
/// Decides that something does not come. A clock alone cannot: on a busy machine a response may be late. So after the time is over, control
/// exchanges show how fast this machine is at the moment, and the wait goes on for many times as long. Nothing is sent to the server again.
/// </summary>
/// <param name="control">The control exchanges.</param>
/// <param name="time">The clock.</param>
internal sealed class SilenceEvidence(IControlExchange control, TimeProvider time)
{
    // A quiet machine needs two looks of 20 ms. A server that still has work to do, for example bytes to receive, gets more of them.
    private const int Looks = 2, MostLooks = 10, RoundTrips = 20;

    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    /// <summary>Waits for something, and says that it does not come only when the machine had the time to bring it.</summary>
    /// <param name="waitAsync">Waits for as long as it is told to; true when it came.</param>
    /// <param name="within">How long to wait at least.</param>
    /// <param name="isBusy">Whether the server is known to have work to do; asked before each further look.</param>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Null when it came; otherwise the slowest round trip of the last control exchange.</returns>
    public async Task<TimeSpan?> WaitAsync(Func<TimeSpan, CancellationToken, Task<bool>> waitAsync, TimeSpan within, Func<bool> isBusy, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        if (await waitAsync(within, cancellation))
            return null;
        var late = time.GetElapsedTime(begin) - within; // so long this process was not run at all
        var roundTrip = TimeSpan.Zero;
        for (var look = 0; look < Looks || (look < MostLooks && isBusy()); look++)
        {
            roundTrip = await control.MeasureAsync(cancellation);
            if (await waitAsync(Patience(roundTrip, late), cancellation))
                return null;
        }

        return roundTrip;
    }

    /// <summary>The same for a task.</summary>
    public Task<TimeSpan?> WaitForAsync(Task task, TimeSpan within, Func<bool> isBusy, CancellationToken cancellation) => WaitAsync(
        async (patience, token) =>
        {
            using var done = CancellationTokenSource.CreateLinkedTokenSource(token);
            _ = await Task.WhenAny(task, Task.Delay(patience, time, done.Token));
            await done.CancelAsync();
            token.ThrowIfCancellationRequested();
            return task.IsCompleted;
        },
        within, isBusy, cancellation);

    /// <summary>Lets so much time pass, and as much more as the server needs to receive what it was sent.</summary>
    /// <param name="pause">How long at least.</param>
    /// <param name="isBusy">As in <see cref="WaitAsync"/>.</param>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>.</param>
    public async Task PauseAsync(TimeSpan pause, Func<bool> isBusy, CancellationToken cancellation)
    {
        await Task.Delay(pause, time, cancellation);
        var roundTrip = await control.MeasureAsync(cancellation);
        for (var look = 0; look < Looks && isBusy(); look++)
        {
            await Task.Delay(Patience(roundTrip, TimeSpan.Zero), time, cancellation);
            roundTrip = await control.MeasureAsync(cancellation);
        }
    }

    private static TimeSpan Patience(TimeSpan roundTrip, TimeSpan late) =>
        TimeSpan.FromTicks(Math.Clamp(Math.Max(RoundTrips * roundTrip.Ticks, late.Ticks), s_shortest.Ticks, s_longest.Ticks));
}
