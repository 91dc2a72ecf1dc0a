using System.Globalization;
using System.Text;
using Benchmarks.Results;

namespace Benchmarks.Reporting;

/// <summary>
/// A line chart: the cost of a request, divided by a straight line through the points, so that a linear cost is flat at 1. The loads have
/// equal distances, because their sizes grow exponentially.
/// </summary>
internal static class CurveChart
{
    private const int Left = 60, Top = 16, Width = 520, Height = 200, Right = 200, Bottom = 44;
    private const double Most = 3;

    /// <summary>The chart as SVG.</summary>
    /// <param name="axis">The title of the axis.</param>
    /// <param name="ticks">The labels below the chart.</param>
    /// <param name="lines">Each server's flattened costs; null for a load that was not measured.</param>
    public static string Of(string axis, IReadOnlyList<string> ticks, IReadOnlyList<(string Server, IReadOnlyList<Figure?> Costs)> lines)
    {
        var svg = new StringBuilder();
        _ = svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Left + Width + Right}\" height=\"{Top + Height + Bottom}\" "
                + $"font-family=\"sans-serif\" font-size=\"13\" fill=\"#666\">\n");
        for (var level = 0; level <= Most; level++)
        {
            _ = svg.Append(CultureInfo.InvariantCulture,
                $"<line x1=\"{Left}\" y1=\"{Y(level):F0}\" x2=\"{Left + Width}\" y2=\"{Y(level):F0}\" "
                    + $"stroke=\"#666\" stroke-opacity=\"{(level == 1 ? 0.6 : 0.2)}\"/>\n")
                .Append(
                    CultureInfo.InvariantCulture,
                    $"<text x=\"{Left - 8}\" y=\"{Y(level) + 4:F0}\" text-anchor=\"end\">{level}</text>\n");
        }

        for (var i = 0; i < ticks.Count; i++)
            _ = svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{X(i, ticks.Count):F0}\" y=\"{Top + Height + 18}\" text-anchor=\"middle\">{ticks[i]}</text>\n");
        _ = svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{Left + Width / 2}\" y=\"{Top + Height + 38}\" text-anchor=\"middle\">{axis}</text>\n");
        for (var i = 0; i < lines.Count; i++)
            AppendLine(svg, lines[i].Server, lines[i].Costs, Top + 14 + i * 20);
        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendLine(StringBuilder svg, string server, IReadOnlyList<Figure?> costs, int legend)
    {
        var colour = Colours.Of(server);
        var points = costs.Select((cost, i) => (cost, X: X(i, costs.Count)))
            .Where(p => p.cost is not null)
            .Select(p => (p.X, Y: Y(p.cost!.Value.Value))).ToArray();
        var path = string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:F0},{p.Y:F0}")));
        _ = svg.Append(
            CultureInfo.InvariantCulture,
            $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n");
        foreach (var (x, y) in points)
            _ = svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:F0}\" cy=\"{y:F0}\" r=\"3\" fill=\"{colour}\"/>\n");
        _ = svg.Append(
            CultureInfo.InvariantCulture,
            $"<rect x=\"{Left + Width + 16}\" y=\"{legend - 9}\" width=\"10\" height=\"10\" fill=\"{colour}\"/>\n")
            .Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + Width + 32}\" y=\"{legend}\">{server}</text>\n");
    }

    private static double X(int i, int count) => Left + Width * (i + 0.5) / count;

    private static double Y(double cost) => Top + Height - Math.Min(cost, Most) / Most * Height;
}
