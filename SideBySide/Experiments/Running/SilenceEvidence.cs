namespace SideBySide.Experiments.Running;

/// <summary>
/// Decides that something does not come. A clock alone cannot: on a busy machine a response may be late. So control exchanges show that this
/// machine had the time. Where the server is known to be idle after one, it will not send anything. Otherwise the wait goes on for
/// many times as long as an exchange takes: a server that is just being compiled can be busy for seconds while an exchange takes one
/// millisecond. Nothing is sent to the server again.
/// </summary>
/// <param name="control">The control exchanges.</param>
/// <param name="time">The clock.</param>
internal sealed class SilenceEvidence(IControlExchange control, TimeProvider time)
{
    // A quiet machine needs two looks of 20 ms. A server that still has work to do, for example bytes to receive, gets more of them.
    private const int Looks = 2, MostLooks = 10, RoundTrips = 20;

    // The thread pool is never idle while other runs use it all the time; a server that is just being compiled keeps it busy for seconds.
    private const int MostLooksAtBusyThreads = 50;

    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_often = TimeSpan.FromMilliseconds(3);

    /// <summary>Waits for something, and says that it does not come only when the machine had the time to bring it.</summary>
    /// <param name="waitAsync">Waits for as long as it is told to; true when it came.</param>
    /// <param name="within">How long to wait at least.</param>
    /// <param name="isBusy">Whether the server is known to have work to do; asked before each further look.</param>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Null when it came; otherwise the slowest round trip of the last control exchange.</returns>
    public Task<TimeSpan?> WaitAsync(Func<TimeSpan, CancellationToken, Task<bool>> waitAsync, TimeSpan within, Func<bool> isBusy, CancellationToken cancellation) =>
        LookAsync(waitAsync, within, isBusy, cancellation);

    /// <summary>The same for what only the server's next activity can bring: an idle server ends the wait before the time is over.</summary>
    /// <param name="waitAsync">Waits for as long as it is told to; true when it came.</param>
    /// <param name="within">How long to wait at least, unless the server is idle.</param>
    /// <param name="isIdle">Whether nothing runs, nothing is queued and all that was sent has arrived; asked after each control exchange.</param>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>As of <see cref="WaitAsync"/>.</returns>
    public async Task<TimeSpan?> WaitUnlessIdleAsync(
        Func<TimeSpan, CancellationToken, Task<bool>> waitAsync, TimeSpan within, Func<bool> isIdle, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        if (await waitAsync(within < s_shortest ? within : s_shortest, cancellation))
            return null;
        for (int looks = 1, idleLooks = 0; ; looks++)
        {
            // After the first exchange an idle server has done its work; after the second its client has received what that work sent.
            var roundTrip = await control.MeasureAsync(cancellation);
            var (look, isNowIdle) = (time.GetTimestamp(), false);
            do
            {
                isNowIdle = isIdle();
                if (await waitAsync(isNowIdle ? s_shortest : s_often, cancellation))
                    return null;
            }
            while (!isNowIdle && time.GetElapsedTime(look) < Patience(roundTrip, TimeSpan.Zero));

            if (isNowIdle && ++idleLooks == Looks)
                return roundTrip;
            if (looks >= MostLooksAtBusyThreads && time.GetElapsedTime(begin) >= within)
                return roundTrip;
        }
    }

    /// <summary>The same for a task.</summary>
    public Task<TimeSpan?> WaitForAsync(Task task, TimeSpan within, Func<bool> isBusy, CancellationToken cancellation) =>
        WaitAsync((patience, token) => EndsAsync(task, patience, token), within, isBusy, cancellation);

    /// <summary>The same for a task that only the server's or a program's next activity can end.</summary>
    public Task<TimeSpan?> WaitForUnlessIdleAsync(Task task, TimeSpan within, Func<bool> isIdle, CancellationToken cancellation) =>
        WaitUnlessIdleAsync((patience, token) => EndsAsync(task, patience, token), within, isIdle, cancellation);

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

    private async Task<TimeSpan?> LookAsync(
        Func<TimeSpan, CancellationToken, Task<bool>> waitAsync, TimeSpan within, Func<bool> isBusy, CancellationToken cancellation)
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

    private async Task<bool> EndsAsync(Task task, TimeSpan patience, CancellationToken cancellation)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _ = await Task.WhenAny(task, Task.Delay(patience, time, done.Token));
        await done.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        return task.IsCompleted;
    }

    private static TimeSpan Patience(TimeSpan roundTrip, TimeSpan late) =>
        TimeSpan.FromTicks(Math.Clamp(Math.Max(RoundTrips * roundTrip.Ticks, late.Ticks), s_shortest.Ticks, s_longest.Ticks));
}
