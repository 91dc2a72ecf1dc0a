using System.Diagnostics;
using System.Globalization;
using HdrHistogram;
using RawSocketServer.Listening;

namespace SideBySide.Load;

/// <summary>
/// Puts a load on a server: every connection sends, waits for the whole answer, checks it, and sends again (a closed loop).
/// The clients stand on the same readiness loop as the servers of this house, so that one processor can keep one busy.
/// </summary>
/// <param name="plan">Validated.</param>
/// <param name="time">The clock.</param>
public sealed class LoadRun(LoadPlan plan, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private const long HighestLatency = 60_000_000; // microseconds

    private readonly LongConcurrentHistogram _latencies = new(1, HighestLatency, 3);
    private readonly double _ticksPerMicrosecond = time.TimestampFrequency / 1e6;
    private long _exchanges;
    private long _bytes;
    private volatile bool _counts;
    private volatile bool _over;

    /// <summary>Runs it to its end.</summary>
    /// <param name="server">The server's process, to read what it used; null when it is not at hand.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The server cannot be reached, or broke a connection.</exception>
    /// <exception cref="InvalidDataException">An answer was wrong.</exception>
    public async Task<LoadResult> RunAsync(Process? server, CancellationToken cancel)
    {
        var connections = new List<SocketConnection>();
        try
        {
            for (var i = 0; i < plan.Idle + plan.Connections; i++)
                connections.Add(SocketConnection.OfClient(await plan.ConnectAsync(cancel), time));
            var clients = Task.WhenAll(connections[plan.Idle..].Select(ConverseAsync));
            await WaitAsync(clients, plan.WarmUp, cancel);

            var (before, switchesBefore, start) = (CpuOf(server), SwitchesOf(server), time.GetTimestamp());
            _counts = true;
            do
                await WaitAsync(clients, plan.Duration, cancel);
            while (Volatile.Read(ref _exchanges) == 0 && time.GetElapsedTime(start) < s_patience); // a machine that is busy with much else may need longer for the first
            _counts = false;
            var (after, switchesAfter, elapsed) = (CpuOf(server), SwitchesOf(server), time.GetElapsedTime(start));

            var requests = Volatile.Read(ref _exchanges) * new Exchange(plan.Workload, plan.Size).Requests;
            if (requests == 0)
                throw new InvalidDataException(LoadTexts.NoAnswer.ToString());
            _over = true;
            await clients.WaitAsync(TimeSpan.FromSeconds(10), time, cancel);
            return new LoadResult(requests / elapsed.TotalSeconds, Volatile.Read(ref _bytes) / elapsed.TotalSeconds,
                _latencies.GetValueAtPercentile(50), _latencies.GetValueAtPercentile(99), _latencies.GetValueAtPercentile(99.9),
                (after - before)?.TotalMicroseconds / Math.Max(1, requests), server?.WorkingSet64, (double?)(switchesAfter - switchesBefore) / Math.Max(1, requests));
        }
        finally
        {
            connections.ForEach(connection => connection.Close());
        }
    }

    private async Task WaitAsync(Task clients, TimeSpan duration, CancellationToken cancel)
    {
        // A client ends early only when something is wrong, and then there is nothing to wait for.
        if (await Task.WhenAny(clients, Task.Delay(duration, time, cancel)) == clients)
            await clients;
        cancel.ThrowIfCancellationRequested();
    }

    private async Task ConverseAsync(SocketConnection connection)
    {
        var exchange = new Exchange(plan.Workload, plan.Size);
        var buffer = new byte[Math.Clamp(plan.Size * 2, 4 * 1024, 64 * 1024)];
        await LearnAsync(connection, exchange, new byte[plan.Size + 64 * 1024]);
        while (!_over)
        {
            var start = time.GetTimestamp();
            var sending = connection.SendAsync(exchange.Bytes);
            for (var received = 0; received < exchange.AnswerLength;)
            {
                var count = await connection.ReceiveAsync(buffer);
                if (count == 0 || received + count > exchange.AnswerLength || !exchange.IsRight(buffer.AsSpan(0, count), received))
                    throw new InvalidDataException(LoadTexts.WrongAnswer(received, count).ToString());
                received += count;
            }

            await sending;
            if (!_counts)
                continue;
            _latencies.RecordValue(Math.Clamp((long)((time.GetTimestamp() - start) / _ticksPerMicrosecond), 1, HighestLatency));
            Interlocked.Increment(ref _exchanges);
            Interlocked.Add(ref _bytes, exchange.AnswerLength!.Value);
        }
    }

    private static async Task LearnAsync(SocketConnection connection, Exchange exchange, byte[] buffer)
    {
        await connection.SendAsync(exchange.Bytes);
        for (var received = 0; ;)
        {
            if (exchange.AnswerLength is null)
                exchange.Learn(buffer.AsSpan(0, received));
            if (received == exchange.AnswerLength)
                return;
            var count = await connection.ReceiveAsync(buffer.AsMemory(received));
            if (count == 0)
                throw new InvalidDataException(LoadTexts.WrongAnswer(received, 0).ToString());
            received += count;
        }
    }

    // Linux counts them for each thread; one that has ended meanwhile takes its count with it.
    private static long? SwitchesOf(Process? server)
    {
        const string Line = "voluntary_ctxt_switches:";
        var threads = new DirectoryInfo($"/proc/{server?.Id}/task");
        if (server is null || !threads.Exists)
            return null;
        return threads.EnumerateDirectories()
            .SelectMany(StatusOf)
            .Where(line => line.StartsWith(Line, StringComparison.Ordinal))
            .Sum(line => long.Parse(line.AsSpan(Line.Length), CultureInfo.InvariantCulture));
    }

    private static string[] StatusOf(DirectoryInfo thread)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(thread.FullName, "status"));
        }
        catch (IOException)
        {
            return []; // it has just ended
        }
    }

    private static TimeSpan? CpuOf(Process? server)
    {
        server?.Refresh();
        return server?.TotalProcessorTime;
    }
}
