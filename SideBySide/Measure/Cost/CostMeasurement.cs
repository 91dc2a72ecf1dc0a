using System.Net;
using System.Net.Sockets;
using RawSocketServer;
using SideBySide.Measure.Load;
using SideBySide.Servers;

namespace SideBySide.Measure.Cost;

/// <summary>
/// Measures the cost of a message to each server and back, exchange after exchange on one open connection. Each server runs in a separate
/// process and is warmed up first. The servers take turns, so that other work on the machine affects all of them.
/// </summary>
/// <param name="exchanges">The counted exchanges on each server; five times as many come first, for the just-in-time compiler.</param>
/// <param name="time">The clock.</param>
public sealed class CostMeasurement(int exchanges, TimeProvider time)
{
    /// <summary>Enough exchanges to average out other work on the machine and the measurement itself.</summary>
    public const int DefaultExchanges = 20_000;

    private const int Rounds = 20; // short rounds: a disturbance may last for seconds
    private const int TracedExchanges = 2_000; // strace makes each system call far slower

    /// <summary>Checks the range.</summary>
    /// <exception cref="StartupException">The number is out of range; the message names it.</exception>
    public void Validate() => Check.Range("cost", "exchanges", exchanges, 100, 1_000_000);

    /// <summary>Measures all servers.</summary>
    /// <exception cref="StartupException">A server did not start, or a response was wrong.</exception>
    public async Task<IReadOnlyList<CostRow>> RunAsync(CancellationToken cancel)
    {
        var servers = new List<MeasuredServer>();
        try
        {
            foreach (var server in ServerDefinitions.Servers)
                servers.Add(await MeasuredServer.OpenAsync(
                    server.Name, server.SpeaksHttp ? "http" : "tcp", server.SpeaksHttp ? Workload.Post : Workload.Echo, time, cancel));
            foreach (var server in servers)
                await server.WarmUpAsync(5 * exchanges, cancel);
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var server in servers)
                    await server.MeasureAsync(exchanges / Rounds, cancel);
            }

            var rows = new List<CostRow>();
            foreach (var server in servers)
                rows.Add(await server.CloseAsync(Math.Min(exchanges, TracedExchanges), cancel));
            return rows;
        }
        catch (Exception e) when (e is SocketException or IOException or InvalidDataException)
        {
            throw new StartupException(e.Message, e);
        }
        finally
        {
            foreach (var server in servers)
                await server.DisposeAsync();
        }
    }
}

/// <summary>The cost of one exchange on one server: averages, except for the bytes on the wire, which are constant.</summary>
/// <param name="Server">The project's name.</param>
/// <param name="PayloadBytes">The bytes of the message, in each direction.</param>
/// <param name="RequestBytes">All bytes of the client.</param>
/// <param name="ResponseBytes">All bytes of the server.</param>
/// <param name="SystemCalls">The server's system calls, by name; null if they cannot be counted here.</param>
/// <param name="AllocatedBytes">The allocations on the server's managed heap.</param>
/// <param name="CpuMicroseconds">The server's processor time, including the kernel's work for it.</param>
public sealed record CostRow(
    string Server, int PayloadBytes, int RequestBytes, int ResponseBytes,
    IReadOnlyDictionary<string, double>? SystemCalls, double AllocatedBytes, double CpuMicroseconds)
{
    /// <summary>The request's bytes without the message.</summary>
    public int RequestProtocolBytes => RequestBytes - PayloadBytes;

    /// <summary>The response's bytes without the message.</summary>
    public int ResponseProtocolBytes => ResponseBytes - PayloadBytes;
}

/// <summary>
/// A simple client on one connection: sends, waits for the whole response, checks it, and repeats. It counts all bytes.
/// </summary>
internal sealed class CostClient : IDisposable
{
    private readonly Socket _socket;
    private readonly LoadExchange _exchange;
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <param name="address">The server.</param>
    /// <param name="exchange">The exchange; its response must fit into 64 KiB.</param>
    /// <exception cref="SocketException">The connection was refused.</exception>
    public CostClient(IPEndPoint address, LoadExchange exchange)
    {
        _exchange = exchange;
        _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 10_000, SendTimeout = 10_000 };
        _socket.Connect(address);
    }

    /// <summary>The number of exchanges so far.</summary>
    public long Exchanges { get; private set; }

    /// <summary>Bytes sent so far.</summary>
    public long Sent { get; private set; }

    /// <summary>Bytes received so far.</summary>
    public long Received { get; private set; }

    /// <summary>Repeats the exchange.</summary>
    /// <exception cref="SocketException">The connection failed, or no byte arrived for 10 s.</exception>
    /// <exception cref="InvalidDataException">A response was wrong.</exception>
    public void Make(int times, CancellationToken cancel)
    {
        for (var i = 0; i < times; i++, Exchanges++)
        {
            cancel.ThrowIfCancellationRequested();
            Sent += _socket.Send(_exchange.Bytes.Span);
            for (var received = 0; received != _exchange.AnswerLength; Learn(received))
            {
                var count = _socket.Receive(_buffer.AsSpan(received));
                _exchange.Check(_buffer.AsSpan(received, count), received);
                Received += count;
                received += count;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Learn(int received)
    {
        if (_exchange.AnswerLength is null)
            _ = _exchange.Learn(_buffer.AsSpan(0, received));
    }
}

/// <summary>One measured server: its process, a connected client, and the measurements so far.</summary>
internal sealed class MeasuredServer : IAsyncDisposable
{
    private readonly ServerUnderLoad _server;
    private readonly UsageProbe _usage;
    private readonly CostClient _client;
    private readonly List<double> _cpu = [];
    private readonly List<double> _allocated = [];

    private MeasuredServer(ServerUnderLoad server, UsageProbe probe, CostClient client)
    {
        _server = server;
        _usage = probe;
        _client = client;
    }

    /// <summary>Starts the server and connects.</summary>
    public static async Task<MeasuredServer> OpenAsync(string name, string scheme, Workload workload, TimeProvider time, CancellationToken cancel)
    {
        var probe = new UsageProbe();
        ServerUnderLoad? server = null;
        try
        {
            server = await ServerUnderLoad.StartAsync(name, ServerUnderLoad.CommandOf(name, scheme), Pinning.Server, time, cancel, probe.Environment.Concat(WarmUp.Hurry).ToDictionary());
            return new MeasuredServer(server, probe, new CostClient(server.Address, new LoadExchange(workload, LoadExchange.Message.Length)));
        }
        catch
        {
            if (server is not null)
                await server.DisposeAsync();
            await probe.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes uncounted exchanges.</summary>
    public Task WarmUpAsync(int exchanges, CancellationToken cancel) => Task.Run(() => _client.Make(exchanges, cancel), cancel);

    /// <summary>Makes a round of exchanges and records the server's usage.</summary>
    public async Task MeasureAsync(int exchanges, CancellationToken cancel)
    {
        var before = await _usage.AskAsync(cancel);
        await Task.Run(() => _client.Make(exchanges, cancel), cancel);
        var used = await _usage.AskAsync(cancel) - before;
        _cpu.Add(used.Cpu.TotalMicroseconds / exchanges);
        _allocated.Add((double)used.AllocatedBytes / exchanges);
    }

    /// <summary>Counts system calls in further exchanges and returns the medians of the rounds.</summary>
    public async Task<CostRow> CloseAsync(int traced, CancellationToken cancel)
    {
        var calls = await SystemCalls.CountAsync(_server.ProcessId, () => Task.Run(() => _client.Make(traced, cancel), cancel), cancel);
        return new CostRow(_server.Name, LoadExchange.Message.Length, (int)(_client.Sent / _client.Exchanges), (int)(_client.Received / _client.Exchanges),
            calls?.ToDictionary(call => call.Key, call => (double)call.Value / traced), Median.Of(_allocated), Median.Of(_cpu));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _usage.DisposeAsync();
    }
}
