namespace Benchmarks.Results;

/// <summary>What a request costs while one thing grows.</summary>
public static class Curve
{
    /// <summary>A cost that rises by more than this against the straight line does not grow linearly.</summary>
    public const double MostRise = 1.5;

    /// <summary>One server's points along a part that is a curve, in ascending order: the processor time of the server for one request, in microseconds.</summary>
    public static IReadOnlyList<CurvePoint> Points(Run run, Part part, string server) =>
    [
        .. from load in part.Loads
           let cost = run.Of(load.Id, server)?.Cpu
           where cost is { Value: > 0 }
           select new CurvePoint(part.Axis!.Of(load), cost.Value),
    ];
}
