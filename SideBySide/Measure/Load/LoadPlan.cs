using System.Net;
using RawSocketServer;

namespace SideBySide.Measure.Load;

/// <summary>The plan of a load. All values are bounded.</summary>
/// <param name="Target">Address and port.</param>
/// <param name="Workload">The workload of each connection.</param>
/// <param name="Connections">The number of concurrent connections; 1 to 20,000. Each has one exchange at a time.</param>
/// <param name="Size">The bytes of a message, 1 to 1,048,576; or of a body, 0 to 1,073,741,824.</param>
/// <param name="WarmUp">The uncounted time; up to 1 min.</param>
/// <param name="Duration">The counted time; up to 5 min.</param>
/// <param name="Idle">Additional connections with one exchange and silence after it; up to 20,000.</param>
public sealed record LoadPlan(IPEndPoint Target, Workload Workload, int Connections, int Size, TimeSpan WarmUp, TimeSpan Duration, int Idle = 0)
{
    /// <summary>The number of header fields of a GET; 1 to 200. The first is Host.</summary>
    public int Fields { get; init; } = 1;

    /// <summary>The number of exchanges that ends the measurement, 1 to 1,000,000; null to use <see cref="Duration"/>.</summary>
    public int? Exchanges { get; init; }

    /// <summary>A PEM file with the only trusted certificate; null for no TLS.</summary>
    public string? Trust { get; init; }

    /// <summary>Checks every range.</summary>
    /// <exception cref="StartupException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        Check.Range("load", "connections", Connections, 1, 20_000);
        Check.Range("load", "size", Size, Workload == Workload.Post ? 0 : 1, Workload == Workload.Post ? 1024 * 1024 * 1024 : 1024 * 1024);
        Check.Range("load", "fields", Fields, 1, 200);
        Check.Range("load", "idle", Idle, 0, 20_000);
        Check.Range("load", "exchanges", Exchanges ?? 1, 1, 1_000_000);
        Check.Range("load", "warm-up", WarmUp, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Check.Range("load", "duration", Duration, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
    }
}

/// <summary>The result of a load.</summary>
/// <param name="RequestsPerSecond">Responses, or echoed messages, in a second.</param>
/// <param name="BytesPerSecond">Bytes received in a second.</param>
/// <param name="P50">The median latency of an exchange, in microseconds.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="P999">The 99.9th percentile.</param>
/// <param name="ServerCpuMicroseconds">The server's processor time for one request, in microseconds; null if unknown.</param>
/// <param name="ServerMemory">The server's resident memory at the end, in bytes; null if unknown.</param>
/// <param name="ServerSwitches">The voluntary context switches of the server's threads for one request; null if unknown.</param>
public sealed record LoadResult(
    double RequestsPerSecond, double BytesPerSecond, double P50, double P99, double P999, double? ServerCpuMicroseconds, long? ServerMemory, double? ServerSwitches)
{
    /// <summary>All requests from the first connection to the last response, including the warm-up.</summary>
    public double Requests { get; init; }

    /// <summary>Exchanges that began and ended during the measurement.</summary>
    public long Exchanges { get; init; }

    /// <summary>The growth of the server's resident memory for each idle connection, in bytes; null without any.</summary>
    public double? MemoryPerIdle { get; init; }
}
