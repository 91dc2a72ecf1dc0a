using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Benchmarks.Results;
using RawSocketServer;
using SideBySide.Measure.Load;

namespace Benchmarks.Measuring;

/// <summary>Puts the same load on the same server with this repository's clients and with wrk, in turn, to verify the clients.</summary>
internal static partial class CrossCheckRun
{
    private static readonly string[] s_servers = ["C, epoll (baseline)", "HandRolledHttp", "MinimalHttpServer", "nginx"];
    private static readonly string[] s_loads = ["get-64", "pipelined-64", "post-64", "tls-get-64"];

    /// <summary>Measures; returns nothing if wrk is not installed.</summary>
    public static async Task<IReadOnlyList<CrossCheck>> MeasureAsync(
        Pace pace, int? serverProcessor, int? clientProcessor, CancellationToken cancel)
    {
        if (Installed.Find("wrk") is not { } wrk)
            return [];
        var checks = new List<CrossCheck>();
        foreach (var load in Suite.Parts
            .SelectMany(part => part.Loads)
            .Where(load => s_loads.Contains(load.Id))
            .Select(load => load with { Only = s_servers }))
        {
            foreach (var contestant in Contestants.All.Where(c => c.CanTake(load)))
            {
                if (contestant.Command() is not { } command)
                    continue;
                await using var server = await ServerUnderLoad.StartAsync(
                    contestant.Name, command, serverProcessor, TimeProvider.System, cancel, contestant.Environment);
                var plan = new LoadPlan(
                    server.Address, load.Workload, load.Connections, load.Size, TimeSpan.FromSeconds(0.4), pace.Duration)
                {
                    Trust = load.Tls ? Certificate.Pem : null
                };
                if (!contestant.IsCompiled)
                    await WarmUp.RunAsync(server, plan, clientProcessor, cancel, pace.FirstWarmUp);
                var (ours, theirs) = (new List<double>(), new List<double>());
                for (var round = 0; round < pace.Rounds; round++)
                {
                    ours.Add((await LoadProcess.RunAsync(server, plan, clientProcessor, cancel)).RequestsPerSecond);
                    theirs.Add(await RunAsync(
                        wrk, load, $"{(load.Tls ? "https" : "http")}://{server.Address}", pace.Duration, clientProcessor, cancel));
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{"wrk-" + load.Id,-24} {server.Name,-34} {theirs[^1],12:N1}/s {ours[^1],12:N1}/s (ours)"));
                }

                checks.Add(new CrossCheck(load.Id, server.Name, ours, theirs));
            }
        }

        return checks;
    }

    /// <summary>Reads <c>Requests/sec:  12345.67</c>; null if wrk did not print it.</summary>
    internal static double? RequestsPerSecond(string output) =>
        Figures().Match(output) is { Success: true } match ? double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    private static async Task<double> RunAsync(
        string wrk, Load load, string server, TimeSpan duration, int? processor, CancellationToken cancel)
    {
        var seconds = Math.Max(1, (int)Math.Round(duration.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        string[] what = load.Workload switch
        {
            Workload.Post =>
            [
                $"{server}/echo", "--script", Path.Combine(AppContext.BaseDirectory, "bench-peers", "post.lua"), "--", $"{load.Size}"
            ],
            Workload.Pipelined => [$"{server}/hello", "--script", Path.Combine(AppContext.BaseDirectory, "bench-peers", "pipelined.lua")],
            _ => [$"{server}/hello"],
        };
        var command = Pinning.Pin([wrk, "-t1", $"-c{load.Connections}", $"-d{seconds}s", .. what], processor);
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return RequestsPerSecond(output) ?? throw new StartupException($"wrk: {output.Trim()}");
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Figures();
}
