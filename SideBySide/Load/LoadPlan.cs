using System.Net;
using System.Net.Sockets;
using RawSocketServer;

namespace SideBySide.Load;

/// <summary>What to put on a server, and for how long. Everything is bounded.</summary>
/// <param name="Target">Address and port.</param>
/// <param name="Workload">What each connection sends.</param>
/// <param name="Connections">At once; 1 to 20,000. Each has one exchange under way at a time.</param>
/// <param name="Size">Bytes of a message or body; 1 to 1,048,576.</param>
/// <param name="WarmUp">Not counted; up to 1 min.</param>
/// <param name="Duration">Counted; up to 5 min.</param>
/// <param name="Idle">Further connections that stay silent; up to 20,000.</param>
public sealed record LoadPlan(IPEndPoint Target, Workload Workload, int Connections, int Size, TimeSpan WarmUp, TimeSpan Duration, int Idle = 0)
{
    /// <summary>Checks every range.</summary>
    /// <exception cref="StartupException">A value is out of range; the sentence names it.</exception>
    public void Validate()
    {
        Check.Range("load", "connections", Connections, 1, 20_000);
        Check.Range("load", "size", Size, 1, 1024 * 1024);
        Check.Range("load", "idle", Idle, 0, 20_000);
        Check.Range("load", "warm-up", WarmUp, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Check.Range("load", "duration", Duration, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
    }

    /// <summary>Connects one more socket.</summary>
    internal async Task<Socket> ConnectAsync(CancellationToken cancel)
    {
        var socket = new Socket(Target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(Target, cancel);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>What came of a load.</summary>
/// <param name="RequestsPerSecond">Requests answered, or messages echoed, in a second.</param>
/// <param name="BytesPerSecond">Bytes received in a second.</param>
/// <param name="P50">The latency of half of the exchanges was at most this, in microseconds.</param>
/// <param name="P99">The same for 99 of 100.</param>
/// <param name="P999">The same for 999 of 1,000.</param>
/// <param name="ServerCpuMicroseconds">Processor time of the server for one request, in microseconds; null when it could not be read.</param>
/// <param name="ServerMemory">Resident memory of the server at the end, in bytes; null when it could not be read.</param>
/// <param name="ServerSwitches">How often a thread of the server went to sleep, for one request; null when it could not be read.</param>
public sealed record LoadResult(
    double RequestsPerSecond, double BytesPerSecond, double P50, double P99, double P999, double? ServerCpuMicroseconds, long? ServerMemory, double? ServerSwitches);
