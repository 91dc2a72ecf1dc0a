using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using RawSocketServer.Echo;
using RawSocketServer.Listening;

namespace SideBySide.Experiments.Running;

/// <summary>
/// Decides that an awaited event does not come. A clock alone cannot decide: on a busy machine a response may be late. So control exchanges
/// show that the machine had enough time. If the server is idle after one, it will send nothing. Otherwise the wait lasts for many round
/// trips: a server can be busy with compilation for seconds while an exchange takes one millisecond. Nothing is sent to the server again.
/// </summary>
/// <param name="control">The control exchanges.</param>
/// <param name="time">The clock.</param>
internal sealed class SilenceEvidence(IControlExchange control, TimeProvider time)
{
    // A quiet machine needs two looks of 20 ms. A server with work to do, such as unread bytes, gets more.
    private const int Looks = 2, MostLooks = 10, RoundTrips = 20;

    // The thread pool is never idle while other runs use it; compilation of a server keeps it busy for seconds.
    private const int MostLooksAtBusyThreads = 50;

    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_often = TimeSpan.FromMilliseconds(3);

    /// <summary>Waits for an event, and gives up only if the machine had enough time to bring it.</summary>
    /// <param name="waitAsync">Waits for at most the given time; returns true if the event came.</param>
    /// <param name="within">The minimum wait.</param>
    /// <param name="isBusy">Whether the server is known to have work; called before each further look.</param>
    /// <param name="cancellation">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Null if the event came; otherwise the slowest round trip of the last control exchange.</returns>
    public Task<TimeSpan?> WaitAsync(Func<TimeSpan, CancellationToken, Task<bool>> waitAsync, TimeSpan within, Func<bool> isBusy, CancellationToken cancellation) =>
        LookAsync(waitAsync, within, isBusy, cancellation);

    /// <summary>Waits for an event that only the server's next activity can bring: an idle server ends the wait early.</summary>
    /// <param name="waitAsync">Waits for at most the given time; returns true if the event came.</param>
    /// <param name="within">The minimum wait, unless the server is idle.</param>
    /// <param name="isIdle">Whether the server has no work and all sent bytes have arrived; called after each control exchange.</param>
    /// <param name="cancellation">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The result of <see cref="WaitAsync"/>.</returns>
    public async Task<TimeSpan?> WaitUnlessIdleAsync(
        Func<TimeSpan, CancellationToken, Task<bool>> waitAsync, TimeSpan within, Func<bool> isIdle, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        if (await waitAsync(within < s_shortest ? within : s_shortest, cancellation))
            return null;
        for (int looks = 1, idleLooks = 0; ; looks++)
        {
            // After the first exchange an idle server has done its work; after the second the client has received the result.
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

    /// <summary><see cref="WaitAsync"/> for a task.</summary>
    public Task<TimeSpan?> WaitForAsync(Task task, TimeSpan within, Func<bool> isBusy, CancellationToken cancellation) =>
        WaitAsync((patience, token) => EndsAsync(task, patience, token), within, isBusy, cancellation);

    /// <summary>Waits for a task that only the next activity of a server or a program can end.</summary>
    public Task<TimeSpan?> WaitForUnlessIdleAsync(Task task, TimeSpan within, Func<bool> isIdle, CancellationToken cancellation) =>
        WaitUnlessIdleAsync((patience, token) => EndsAsync(task, patience, token), within, isIdle, cancellation);

    /// <summary>Pauses for a time, and longer while the server is busy.</summary>
    /// <param name="pause">The minimum pause.</param>
    /// <param name="isBusy">As in <see cref="WaitAsync"/>.</param>
    /// <param name="cancellation">Ends the pause with an <see cref="OperationCanceledException"/>.</param>
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
        var late = time.GetElapsedTime(begin) - within; // this process was not scheduled for so long
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

/// <summary>Measures the current round-trip time of a few bytes between this machine and a server.</summary>
internal interface IControlExchange
{
    /// <summary>Exchanges a few bytes with a server that responds immediately.</summary>
    /// <returns>The slowest round trip.</returns>
    Task<TimeSpan> MeasureAsync(CancellationToken cancellation);
}

/// <summary>
/// Control exchanges with an echo listener in this process. It shares the socket server, threads and processors of the servers under test,
/// so it is equally late. The servers under test do not see it: an extra connection would change the observation.
/// </summary>
internal sealed class ControlExchange : IControlExchange
{
    // In sequence: each meets another moment of a busy machine. The slowest counts.
    private const int Exchanges = 3;

    private static readonly Lazy<IPEndPoint> s_listener = new(Listen);

    private readonly TimeProvider _time;

    public ControlExchange(TimeProvider time) => _time = time;

    public async Task<TimeSpan> MeasureAsync(CancellationToken cancellation)
    {
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < Exchanges; i++)
        {
            var begin = _time.GetTimestamp();
            await ExchangeAsync(s_listener.Value, cancellation);
            slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, _time.GetElapsedTime(begin).Ticks));
        }

        return slowest;
    }

    private static async Task ExchangeAsync(IPEndPoint listener, CancellationToken cancellation)
    {
        using var socket = new Socket(listener.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(listener, cancellation);
        var message = new byte[1];
        _ = await socket.SendAsync(message, cancellation);
        _ = await socket.ReceiveAsync(message, cancellation);
        socket.ResetOnClose();
    }

    // The echo listener runs until the process ends.
    private static IPEndPoint Listen()
    {
        var echo = new TcpEcho(new TcpEchoOptions(), NullLogger.Instance);
        var server = new SocketServer(new ListenUrl("tcp", "127.0.0.1", 0), new SocketServerOptions(), echo.ServeAsync, TimeProvider.System, NullLogger.Instance);
        server.Start();
        return IPEndPoint.Parse(new Uri(server.Urls[0]).Authority);
    }
}

/// <summary>Also connects to a server in another process, perhaps on another machine; its kernel accepts the connection.</summary>
/// <param name="here">The control exchanges in this process.</param>
/// <param name="server">The server under test.</param>
/// <param name="time">The clock.</param>
internal sealed class DistantControlExchange(IControlExchange here, IPEndPoint server, TimeProvider time) : IControlExchange
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    public async Task<TimeSpan> MeasureAsync(CancellationToken cancellation)
    {
        var roundTrip = await here.MeasureAsync(cancellation);
        var begin = time.GetTimestamp();
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var late = new CancellationTokenSource(s_longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await socket.ConnectAsync(server, either.Token);
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // The server accepts no more connections. The time until then still counts.
        }

        return TimeSpan.FromTicks(Math.Max(roundTrip.Ticks, time.GetElapsedTime(begin).Ticks));
    }
}
