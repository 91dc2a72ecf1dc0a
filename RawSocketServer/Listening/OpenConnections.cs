using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RawSocketServer.Listening;

/// <summary>The open connections of a server: checks their deadlines, and ends them at shutdown.</summary>
/// <param name="url">The address, for the log.</param>
/// <param name="time">The clock for all deadlines.</param>
/// <param name="log">Logs the connections that did not finish in time.</param>
internal sealed class OpenConnections(ListenUrl url, TimeProvider time, ILogger log)
{
    // After the grace period: a handler that ignores the reset of its connection for longer is abandoned.
    private static readonly TimeSpan s_abortTime = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, (SocketConnection Connection, Task Served)> _all = new();

    /// <summary>Adds a connection before it is served, so that the shutdown and the deadlines always include it.</summary>
    /// <returns>To complete when it has been served.</returns>
    public TaskCompletionSource Add(SocketConnection connection)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _all[connection.Id] = (connection, done.Task);
        return done;
    }

    public void Remove(SocketConnection connection) => _all.TryRemove(connection.Id, out _);

    /// <summary>Interrupts the waits whose deadline has passed, and notices resets; called once per second.</summary>
    public void Check()
    {
        var now = time.GetTimestamp();
        foreach (var (_, (connection, _)) in _all)
        {
            connection.Deadline.Check(now);
            connection.CheckReset();
        }
    }

    /// <summary>Waits for work in progress, resets the remaining connections and cancels their handlers.</summary>
    /// <param name="patience">The grace period.</param>
    /// <param name="now">Cancelled to end the grace period early.</param>
    public async Task DrainAsync(TimeSpan patience, CancellationToken now)
    {
        foreach (var (connection, _) in _all.Values)
            connection.InterruptIfIdle();

        var served = Task.WhenAll(_all.Values.Select(c => c.Served));
        try
        {
            await served.WaitAsync(patience, time, now);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            Log.DrainTimeout(log, url, _all.Count);
            foreach (var (connection, _) in _all.Values)
            {
                connection.Reset();
                connection.Deadline.Interrupt(Interruption.Stopped); // for a handler that waits for something other than its socket
            }

            await AbandonHandlersAsync(served);
        }
    }

    private async Task AbandonHandlersAsync(Task served)
    {
        try
        {
            await served.WaitAsync(s_abortTime, time);
        }
        catch (TimeoutException)
        {
            foreach (var (connection, _) in _all.Values)
                Log.HandlerAbandoned(log, connection.Id, connection.Serving ?? "its handler");
        }
    }
}
