namespace Benchmarks.Results;

/// <summary>The cost of a request while one quantity grows.</summary>
public static class Curve
{
    /// <summary>A cost that rises by more than this factor, relative to the straight line, is not linear.</summary>
    public const double MostRise = 1.5;

    /// <summary>
    /// One server's points in a part that is a curve, in ascending order: processor time of the server per request, in microseconds.
    /// </summary>
    public static IReadOnlyList<CurvePoint> Points(Run run, Part part, string server) =>
    [
        .. from load in part.Loads
           let cost = run.Of(load.Id, server)?.Cpu
           where cost is { Value: > 0 }
           select new CurvePoint(part.Axis!.Of(load), cost.Value),
    ];
}
