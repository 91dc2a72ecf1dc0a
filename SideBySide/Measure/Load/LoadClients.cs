using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using HdrHistogram;

namespace SideBySide.Measure.Load;

/// <summary>
/// Loads a server: every connection sends, waits for the whole response, checks it, and sends again (a closed loop). The clients use the
/// readiness loop of this repository's servers, so that one processor can saturate a server.
/// </summary>
/// <param name="plan">A validated plan.</param>
/// <param name="time">The clock.</param>
public sealed class LoadClients(LoadPlan plan, TimeProvider time)
{
    private const long HighestLatency = 60_000_000; // microseconds
    private const int ConnectingAtOnce = 64;
    private const int LongBody = 16 * 1024 * 1024; // the run does not wait for its last byte

    private static readonly TimeSpan s_toSettle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30); // for a response that is due
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5); // as the longest duration

    private readonly LongConcurrentHistogram _latencies = new(1, HighestLatency, 3);
    private readonly ConcurrentBag<LoadConnection> _connections = [];
    private readonly double _ticksPerMicrosecond = time.TimestampFrequency / 1e6;
    private readonly int _requestsPerExchange = new LoadExchange(plan.Workload, 1).Requests;
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _exchanges;
    private long _answerLength = plan.Size; // of an echo; the first response determines HTTP's
    private long _bytes;
    private volatile bool _counts;
    private volatile bool _over;

    /// <summary>Runs the load.</summary>
    /// <param name="server">The server's process, to read its usage; null if unknown.</param>
    /// <param name="cancel">Cancels the load.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The server is unreachable or reset a connection.</exception>
    /// <exception cref="InvalidDataException">A response was wrong.</exception>
    public async Task<LoadResult> RunAsync(Process? server, CancellationToken cancel)
    {
        using var trusted = plan.Trust is { } path ? X509CertificateLoader.LoadCertificateFromFile(path) : null;
        try
        {
            var memoryPerIdle = await StayIdleAsync(trusted, server, cancel);
            var busy = await ConnectAsync(plan.Connections, trusted, cancel);
            var clients = Task.WhenAll(busy.Select(ConverseAsync));
            await WaitAsync(clients, plan.WarmUp, cancel);

            var (before, start) = (ServerUse.Of(server), time.GetTimestamp());
            var bytesBefore = Volatile.Read(ref _bytes);
            _counts = true;
            await MeasureAsync(clients, bytesBefore, cancel);
            _counts = false;
            var bytes = Volatile.Read(ref _bytes) - bytesBefore;
            var (use, seconds) = (ServerUse.Of(server) - before, time.GetElapsedTime(start).TotalSeconds);

            if (bytes == 0)
                throw new InvalidDataException(LoadTexts.NoAnswer.ToString());
            _over = true;
            var requests = RequestsIn(bytes);
            if (plan.Size <= LongBody)
                await clients.WaitAsync(s_patience, time, cancel);
            return new LoadResult(requests / seconds, bytes / seconds,
                Latency(50), Latency(99), Latency(99.9),
                use?.Processor.TotalMicroseconds / requests, server?.WorkingSet64, use?.Switches / requests)
            {
                Requests = RequestsIn(Volatile.Read(ref _bytes)),
                Exchanges = Volatile.Read(ref _exchanges),
                MemoryPerIdle = memoryPerIdle,
            };
        }
        finally
        {
            foreach (var connection in _connections)
                connection.Close();
        }
    }

    private async Task MeasureAsync(Task clients, long bytesBefore, CancellationToken cancel)
    {
        if (plan.Exchanges is not null)
        {
            var first = await Task.WhenAny(clients, _enough.Task).WaitAsync(s_longest, time, cancel);
            await first;
            return;
        }

        var start = time.GetTimestamp();
        do
            await WaitAsync(clients, plan.Duration, cancel);
        while (Volatile.Read(ref _bytes) == bytesBefore && time.GetElapsedTime(start) < s_patience); // a busy machine may need longer for the first
    }

    // 0 if no exchange both began and ended during the measurement.
    private double Latency(double percentile) => _latencies.TotalCount == 0 ? 0 : _latencies.GetValueAtPercentile(percentile);

    private int BufferSize => (int)Math.Clamp(plan.Size * 2L, 4 * 1024, 64 * 1024);

    // Counts bytes, not whole responses: a body of a gigabyte may take longer than the measurement.
    private double RequestsIn(long bytes) => (double)bytes / Volatile.Read(ref _answerLength) * _requestsPerExchange;

    private async Task<LoadConnection[]> ConnectAsync(int count, X509Certificate2? trusted, CancellationToken cancel)
    {
        var connected = new LoadConnection[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce, CancellationToken = cancel }, async (i, token) =>
        {
            connected[i] = await LoadConnection.ConnectAsync(plan, trusted, time, token);
            _connections.Add(connected[i]);
        });
        return connected;
    }

    /// <summary>Opens the idle connections; returns the growth of the server's memory for each.</summary>
    private async Task<double?> StayIdleAsync(X509Certificate2? trusted, Process? server, CancellationToken cancel)
    {
        if (plan.Idle == 0)
            return null;
        var before = ServerUse.MemoryOf(server);
        var idle = await ConnectAsync(plan.Idle, trusted, cancel);
        var exchanges = Parallel.ForEachAsync(idle, new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce, CancellationToken = cancel }, async (connection, _) =>
            await ExchangeAsync(connection, new LoadExchange(plan.Workload, plan.Size, plan.Fields), new byte[BufferSize]));
        await exchanges.WaitAsync(s_patience, time, cancel);
        if (server is not null)
            await Task.Delay(s_toSettle, time, cancel);
        return (double?)(ServerUse.MemoryOf(server) - before) / plan.Idle;
    }

    private async Task WaitAsync(Task clients, TimeSpan duration, CancellationToken cancel)
    {
        // A client ends early only after a failure.
        if (await Task.WhenAny(clients, Task.Delay(duration, time, cancel)) == clients)
            await clients;
        cancel.ThrowIfCancellationRequested();
    }

    private async Task ConverseAsync(LoadConnection connection)
    {
        var exchange = new LoadExchange(plan.Workload, plan.Size, plan.Fields);
        var buffer = new byte[BufferSize];
        while (!_over)
        {
            var (start, counted) = (time.GetTimestamp(), _counts);
            await ExchangeAsync(connection, exchange, buffer);
            if (!_counts)
                continue;
            _latencies.RecordValue(Math.Clamp((long)((time.GetTimestamp() - start) / _ticksPerMicrosecond), 1, HighestLatency));
            if (counted && Interlocked.Increment(ref _exchanges) == plan.Exchanges)
                _enough.SetResult();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ExchangeAsync(LoadConnection connection, LoadExchange exchange, byte[] buffer)
    {
        var sending = connection.SendAsync(exchange);
        long received = exchange.AnswerLength is null ? await LearnAsync(connection, exchange, buffer) : 0;
        while (received < exchange.AnswerLength)
        {
            var count = await connection.ReceiveAsync(buffer);
            exchange.Check(buffer.AsSpan(0, count), received);
            received += count;
            Interlocked.Add(ref _bytes, count);
        }

        await sending;
    }

    private async ValueTask<int> LearnAsync(LoadConnection connection, LoadExchange exchange, byte[] buffer)
    {
        for (var received = 0; ;)
        {
            var count = await connection.ReceiveAsync(buffer.AsMemory(received));
            if (count == 0)
                throw new InvalidDataException(LoadTexts.WrongAnswer(received, 0).ToString());
            received += count;
            if (!exchange.Learn(buffer.AsSpan(0, received)))
                continue;
            Volatile.Write(ref _answerLength, exchange.AnswerLength!.Value);
            Interlocked.Add(ref _bytes, received);
            return received;
        }
    }
}
