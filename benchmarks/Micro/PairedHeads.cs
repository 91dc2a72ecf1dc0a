using System.Diagnostics;
using System.Globalization;

namespace MicroBenchmarks;

/// <summary>
/// Runs the parsers in turn, a few microseconds each, many times. Each time it computes the ratio of two adjacent runs; the result is the
/// median of these ratios with the range of their middle half. If a machine's speed varies, as on a virtual or busy one, averages of
/// separate runs are useless, but adjacent runs meet the same conditions.
/// </summary>
internal static class PairedHeads
{
    private const int Rounds = 1_000;
    private const int WarmUps = 40;

    /// <summary>Prints a line for each request.</summary>
    public static void Run()
    {
        foreach (var request in new[] { "browser", "small" })
        {
            var heads = new HeadBenchmarks { Request = request };
            heads.Prepare();
            Func<int>[] parsers = [heads.HandRolled, heads.Kestrel, heads.KestrelKept];
            var atOnce = request == "small" ? 600 : 200;
            for (var i = 0; i < WarmUps; i++)
            {
                foreach (var parser in parsers)
                    _ = Time(parser, 10 * atOnce);
                Thread.Yield(); // lets the compiler work in the background
            }

            var times = new double[Rounds][];
            for (var round = 0; round < Rounds; round++)
                times[round] = [.. parsers.Select(parser => Time(parser, atOnce))];
            var ours = Quantile(times.Select(t => t[0]), 0.5);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{request}: ours {ours:0} ns; Kestrel's / ours {Spread(times, 1)}; Kestrel's with fields kept / ours {Spread(times, 2)}"));
        }
    }

    private static double Time(Func<int> parser, int times)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
            _ = parser();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / times;
    }

    private static string Spread(double[][] times, int other)
    {
        var ratios = times.Select(t => t[other] / t[0]).ToArray();
        return string.Create(CultureInfo.InvariantCulture,
            $"{Quantile(ratios, 0.5):0.00} ({Quantile(ratios, 0.25):0.00} to {Quantile(ratios, 0.75):0.00})");
    }

    private static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}
