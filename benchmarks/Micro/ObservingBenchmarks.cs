using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using HandRolledHttp.Connection.Observing;
using RawSocketServer.Listening;

namespace MicroBenchmarks;

/// <summary>
/// What one GET pays for metrics and traces while nobody wants them: looking, once for the request and once for each receive and send,
/// whether somebody does.
/// </summary>
[MemoryDiagnoser]
public class ObservingBenchmarks
{
    private int _observers;

    /// <summary>All looks of one request.</summary>
    [Benchmark]
    public int NobodyObserves()
    {
        Look(SocketMetrics.CountsBytes); // the receive
        Look(HttpTelemetry.IsObserved);
        Look(SocketMetrics.CountsBytes); // the send
        return _observers;
    }

    // Never inlined: side by side, the compiler would make one look of two.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Look(bool sees)
    {
        if (sees)
            _observers++;
    }
}
