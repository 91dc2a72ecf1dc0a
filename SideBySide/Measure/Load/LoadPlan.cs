using System.Net;
using RawSocketServer;

namespace SideBySide.Measure.Load;

/// <summary>What to put on a server, and for how long. Everything is bounded.</summary>
/// <param name="Target">Address and port.</param>
/// <param name="Workload">What each connection sends.</param>
/// <param name="Connections">At once; 1 to 20,000. Each has one exchange under way at a time.</param>
/// <param name="Size">Bytes of a message, 1 to 1,048,576; or of a body, 0 to 1,073,741,824.</param>
/// <param name="WarmUp">Not counted; up to 1 min.</param>
/// <param name="Duration">Counted; up to 5 min.</param>
/// <param name="Idle">Further connections that have one exchange and are silent from then on; up to 20,000.</param>
public sealed record LoadPlan(IPEndPoint Target, Workload Workload, int Connections, int Size, TimeSpan WarmUp, TimeSpan Duration, int Idle = 0)
{
    /// <summary>Header fields of a GET; 1 to 200. The first is Host.</summary>
    public int Fields { get; init; } = 1;

    /// <summary>Ends the measurement after so many exchanges instead of <see cref="Duration"/>; 1 to 1,000,000, null for the duration.</summary>
    public int? Exchanges { get; init; }

    /// <summary>Speak TLS and trust the certificate in this PEM file, and no other; null for no TLS.</summary>
    public string? Trust { get; init; }

    /// <summary>Checks every range.</summary>
    /// <exception cref="StartupException">A value is out of range; the sentence names it.</exception>
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
    double RequestsPerSecond, double BytesPerSecond, double P50, double P99, double P999, double? ServerCpuMicroseconds, long? ServerMemory, double? ServerSwitches)
{
    /// <summary>All requests from the first connection to the last answer, warm-up included.</summary>
    public double Requests { get; init; }

    /// <summary>Exchanges that began and ended while it was measured.</summary>
    public long Exchanges { get; init; }

    /// <summary>By how much the server's resident memory grew for each idle connection, in bytes; null without any.</summary>
    public double? MemoryPerIdle { get; init; }
}
