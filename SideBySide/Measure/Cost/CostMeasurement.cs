using System.Net.Sockets;
using RawSocketServer;
using SideBySide.Measure.Load;
using SideBySide.Servers;

namespace SideBySide.Measure.Cost;

/// <summary>
/// What it costs to send the same message to each server and to get it back, exchange after exchange on one open connection. Each
/// server is a process of its own and has been used for a while before anything is counted; then they take turns, so that whatever
/// else the machine does hits all of them.
/// </summary>
/// <param name="exchanges">Counted on each server; five times as many before, so that the just-in-time compiler is done.</param>
/// <param name="time">The clock.</param>
public sealed class CostMeasurement(int exchanges, TimeProvider time)
{
    /// <summary>Enough that the machine's other business and the question itself disappear in the average.</summary>
    public const int DefaultExchanges = 20_000;

    private const int Rounds = 20; // short ones: a machine has moods that last for seconds
    private const int TracedExchanges = 2_000; // each system call costs strace far more than the server

    /// <summary>Checks the range.</summary>
    /// <exception cref="StartupException">The number is out of range; the sentence names it.</exception>
    public void Validate() => Check.Range("cost", "exchanges", exchanges, 100, 1_000_000);

    /// <summary>Measures all of them.</summary>
    /// <exception cref="StartupException">A server did not start, or answered wrongly.</exception>
    public async Task<IReadOnlyList<CostRow>> RunAsync(CancellationToken cancel)
    {
        var servers = new List<MeasuredServer>();
        try
        {
            foreach (var server in ServerDefinition.Servers)
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

/// <summary>What one exchange costs on one server; averages, except for the bytes on the wire, which are the same each time.</summary>
/// <param name="Server">The project's name.</param>
/// <param name="PayloadBytes">Of the message, which goes there and comes back.</param>
/// <param name="RequestBytes">Sent by the client in all.</param>
/// <param name="ResponseBytes">Sent by the server in all.</param>
/// <param name="SystemCalls">The server's, by name; null when they cannot be counted here.</param>
/// <param name="AllocatedBytes">On the server's managed heap.</param>
/// <param name="CpuMicroseconds">The server's processor time, the kernel's work for it included.</param>
public sealed record CostRow(
    string Server, int PayloadBytes, int RequestBytes, int ResponseBytes, IReadOnlyDictionary<string, double>? SystemCalls, double AllocatedBytes, double CpuMicroseconds)
{
    /// <summary>What the request has beside the message.</summary>
    public int RequestProtocolBytes => RequestBytes - PayloadBytes;

    /// <summary>What the response has beside the message.</summary>
    public int ResponseProtocolBytes => ResponseBytes - PayloadBytes;
}
