namespace Benchmarks.Results;

/// <summary>A point of a curve.</summary>
/// <param name="X">The quantity that grows: connections, bytes, fields.</param>
/// <param name="Cost">The cost of one request at this point.</param>
public readonly record struct CurvePoint(double X, Figure Cost);

/// <summary>
/// Decides whether a cost grows linearly. It fits a straight line, <c>a + b · x</c>, to the points. The cost is linear if the cost divided
/// by the line stays flat as x grows.
/// </summary>
public static class Growth
{
    /// <summary>Each point's cost divided by the straight line; flat at 1 if the cost is linear.</summary>
    /// <param name="points">At least two points, in ascending order of x.</param>
    /// <param name="isConstant">Whether the line is flat: x should not affect the cost of a single request.</param>
    public static IReadOnlyList<Figure> Flattened(IReadOnlyList<CurvePoint> points, bool isConstant)
    {
        var (a, b) = isConstant ? (Constant(points), 0) : Line(points);
        return [.. points.Select(point => point.Cost with { Value = point.Cost.Value / (a + b * point.X) })];
    }

    /// <summary>The largest factor by which a flattened cost rises from one point to any later one; 1 when it never rises.</summary>
    public static Figure Of(IReadOnlyList<CurvePoint> points, bool isConstant)
    {
        var flat = Flattened(points, isConstant);
        var (rise, lowest) = (1.0, double.MaxValue);
        foreach (var figure in flat)
        {
            lowest = Math.Min(lowest, figure.Value);
            rise = Math.Max(rise, figure.Value / lowest);
        }

        return new Figure(rise, flat.All(figure => figure.IsSteady));
    }

    private static double Constant(IReadOnlyList<CurvePoint> points) => points.Average(point => point.Cost.Value);

    // Least squares of the relative distance: sum of ((a + b·x) / y - 1)². With absolute distances only the largest point would count.
    private static (double A, double B) Line(IReadOnlyList<CurvePoint> points)
    {
        double one = 0, x = 0, xx = 0, y = 0, xy = 0;
        foreach (var (at, cost) in points)
        {
            var weight = 1 / (cost.Value * cost.Value);
            one += weight;
            x += weight * at;
            xx += weight * at * at;
            y += weight * cost.Value;
            xy += weight * at * cost.Value;
        }

        var determinant = one * xx - x * x;
        var (a, b) = ((xx * y - x * xy) / determinant, (one * xy - x * y) / determinant);
        return b <= 0 ? (Constant(points), 0) : (a > 0 ? a : points[0].Cost.Value, b); // no cost is negative
    }
}
