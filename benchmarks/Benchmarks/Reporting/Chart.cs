using System.Globalization;
using System.Text;
using Benchmarks.Results;

namespace Benchmarks.Reporting;

/// <summary>Horizontal bars: requests per second, with the spread of the rounds as a line over each bar.</summary>
internal static class Chart
{
    private const int Left = 230, Width = 420, Row = 26;

    public static string Of(IReadOnlyList<Measurement> measurements)
    {
        var scale = Width / measurements.Max(m => m.Rounds.Max(r => r.RequestsPerSecond));
        var svg = new StringBuilder();
        _ = svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Left + Width + 100}\" height=\"{measurements.Count * Row + 8}\" "
                + $"font-family=\"sans-serif\" font-size=\"13\" fill=\"#666\">\n");
        for (var i = 0; i < measurements.Count; i++)
        {
            var (row, rounds) = (measurements[i].Row, measurements[i].Rounds);
            var y = i * Row + 4;
            var (low, high) = (Left + rounds.Min(r => r.RequestsPerSecond) * scale, Left + rounds.Max(r => r.RequestsPerSecond) * scale);
            _ = svg.Append(CultureInfo.InvariantCulture,
                $"""
                <text x="{Left - 8}" y="{y + 15}" text-anchor="end">{row.Case.Server}</text>
                <rect x="{Left}" y="{y}" width="{row.RequestsPerSecond * scale:F0}" height="20" fill="{Colours.Of(row.Case.Server)}"/>
                <line x1="{low:F0}" y1="{y + 10}" x2="{high:F0}" y2="{y + 10}" stroke="#666"/>
                <text x="{high + 6:F0}" y="{y + 15}">{row.RequestsPerSecond:N0}/s</text>

                """);
        }

        return svg.Append("</svg>\n").ToString();
    }
}

/// <summary>The colours of the servers, the same in every chart.</summary>
internal static class Colours
{
    /// <summary>The colour of a server; those of this repository stand out.</summary>
    public static string Of(string server) => server switch
    {
        "RawSocketServer" => "#0f8a6d",
        "HandRolledHttp" => "#2a7de1",
        "MinimalHttpServer" => "#c2571a",
        _ => "#a9b4c2",
    };
}
