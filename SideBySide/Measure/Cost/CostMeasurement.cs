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
                servers.Add(await MeasuredServer.OpenAsync(server.Name, server.SpeaksHttp ? "http" : "tcp", server.SpeaksHttp ? Workload.Post : Workload.Echo, time, cancel));
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
    string Server, int PayloadBytes, int RequestBytes, int ResponseBytes, IReadOnlyDictionary<string, double>? SystemCalls, double AllocatedBytes, double CpuMicroseconds)
{
    /// <summary>The request's bytes without the message.</summary>
    public int RequestProtocolBytes => RequestBytes - PayloadBytes;

    /// <summary>The response's bytes without the message.</summary>
    public int ResponseProtocolBytes => ResponseBytes - PayloadBytes;
}
