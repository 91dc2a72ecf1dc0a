using System.Globalization;
using Benchmarks.Results;

namespace Benchmarks.Reporting;

/// <summary>
/// The cost of a request as connections, bodies or header fields grow: a chart whose lines should be flat, and the figures.
/// </summary>
internal static class CurveSection
{
    /// <summary>Appends the section; nothing if the part was not measured.</summary>
    public static void Append(Page page, Run run, Part part)
    {
        if (Servers(run, part) is not { Length: > 0 } servers)
            return;
        var axis = part.Axis!;
        page.Heading(2, part.Title);
        page.Add($"![{page.Say(part.Title)}](performance/{part.Id}.svg)");
        page.Add(axis.IsFree
            ? page.Say(
                "CPU time per request, relative to the mean of the curve. "
                    + "The curve is flat if an additional connection costs the others nothing.",
                "每个请求的 CPU 时间，以曲线均值为 1：若增加连接不增加其他连接的开销，曲线是平的。")
            : page.Say(
                "CPU time per request, relative to a straight line through the points. "
                    + "The curve is flat at 1 if the cost grows linearly.",
                "每个请求的 CPU 时间，以穿过各点的直线为 1：若开销线性增长，曲线平于 1。"));
        page.Add(page.Say($"The goal is a rise of at most {Curve.MostRise - 1:P0}. A fall is fine: a busier server sleeps less.",
            $"目标是升幅从不超过 {Curve.MostRise - 1:P0}；下降不算问题：连接越忙，服务器休眠越少。"));
        var flat = servers.ToDictionary(server => server, server => Flattened(run, part, server));
        page.Table(
            [page.Say(axis.Title), .. servers.SelectMany(server => new[] { $"{server}, µs", page.Say("flat", "平整度") })],
            Ticks(part).Select(x => new[] { Tick(part, x) }.Concat(servers.SelectMany(server => new[]
            {
                Page.Number(flat[server].TryGetValue(x, out var point) ? point.Cost.Value : null, "N2"),
                Page.Number(flat[server].TryGetValue(x, out point) ? point.Flat.Value : null, "F2")
                    + (point is { Flat.IsSteady: false, Cost.Value: > 0 } ? page.Say(" noisy", " 波动大") : ""),
            })).ToArray()));
    }

    /// <summary>The chart; null if the part was not measured.</summary>
    public static string? Chart(Run run, Part part) => Servers(run, part) is not { Length: > 0 } servers
        ? null
        : CurveChart.Of(part.Axis!.Title.En, [.. Ticks(part).Select(x => Tick(part, x))],
        [
            .. servers.Select(server => (server, (IReadOnlyList<Figure?>)[.. Ticks(part).Select(x =>
                Flattened(run, part, server).TryGetValue(x, out var point) ? (Figure?)point.Flat : null)])),
        ]);

    private static string[] Servers(Run run, Part part) =>
        [
            .. run.Measurements.Where(m => part.Loads.Any(load => load.Id == m.Load))
                .Select(m => m.Server).Distinct()
                .Where(server => Curve.Points(run, part, server).Count > 1)
        ];

    private static Dictionary<double, (Figure Cost, Figure Flat)> Flattened(Run run, Part part, string server)
    {
        var points = Curve.Points(run, part, server);
        return points.Zip(Growth.Flattened(points, part.Axis!.IsFree))
            .ToDictionary(pair => pair.First.X, pair => (pair.First.Cost, pair.Second));
    }

    private static double[] Ticks(Part part) => [.. part.Loads.Select(load => part.Axis!.Of(load)).Distinct()];

    private static string Tick(Part part, double x) =>
        part.Id == "bodies" ? LoadTitle.Size(x) : x.ToString("N0", CultureInfo.InvariantCulture);
}
