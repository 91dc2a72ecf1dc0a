using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using HandRolledHttp.Connection.Observing;
using RawSocketServer.Listening;

namespace MicroBenchmarks;

/// <summary>
/// The cost of metrics and traces for one GET without an observer: one check for the request and one for each receive and send.
/// </summary>
[MemoryDiagnoser]
public class ObservingBenchmarks
{
    private int _observers;

    /// <summary>All checks of one request.</summary>
    [Benchmark]
    public int NobodyObserves()
    {
        Look(SocketMetrics.CountsBytes); // the receive
        Look(HttpTelemetry.IsObserved);
        Look(SocketMetrics.CountsBytes); // the send
        return _observers;
    }

    // Never inlined: otherwise the compiler would merge adjacent checks.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Look(bool sees)
    {
        if (sees)
            _observers++;
    }
}
