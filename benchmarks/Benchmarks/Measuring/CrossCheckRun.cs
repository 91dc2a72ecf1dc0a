using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Benchmarks.Results;
using RawSocketServer;
using SideBySide.Load;

namespace Benchmarks.Measuring;

/// <summary>Puts the same load on the same server with our clients and with wrk, in turn: what our figures are worth in someone else's.</summary>
internal static partial class CrossCheckRun
{
    private const int Connections = 64;
    private static readonly string[] s_servers = ["C, epoll (the limit)", "HandRolledHttp", "MinimalHttpServer", "nginx"];

    /// <summary>Measures it; nothing where wrk is not installed.</summary>
    public static async Task<IReadOnlyList<CrossCheck>> MeasureAsync(Pace pace, int? serverProcessor, int? clientProcessor, CancellationToken cancel)
    {
        if (Installed.Find("wrk") is not { } wrk)
            return [];
        var checks = new List<CrossCheck>();
        foreach (var tls in new[] { false, true })
        {
            var load = new Load(tls ? "tls-get-64" : "get-64", Workload.Get, Connections, 13) { Tls = tls, Only = s_servers };
            foreach (var contestant in Contestants.All.Where(c => c.CanTake(load)))
            {
                if (contestant.Command() is not { } command)
                    continue;
                await using var server = await ServerUnderLoad.StartAsync(contestant.Name, command, serverProcessor, TimeProvider.System, cancel);
                var plan = new LoadPlan(server.Address, Workload.Get, Connections, 13, TimeSpan.FromSeconds(0.4), pace.Duration) { Trust = tls ? Certificate.Pem : null };
                if (!contestant.IsCompiled)
                    await WarmUp.RunAsync(server, plan, clientProcessor, cancel, pace.FirstWarmUp);
                var (ours, theirs) = (new List<double>(), new List<double>());
                for (var round = 0; round < pace.Rounds; round++)
                {
                    ours.Add((await LoadProcess.RunAsync(server, plan, clientProcessor, cancel)).RequestsPerSecond);
                    theirs.Add(await RunAsync(wrk, $"{(tls ? "https" : "http")}://{server.Address}/hello", pace.Duration, clientProcessor, cancel));
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"wrk-" + load.Id,-24} {server.Name,-34} {theirs[^1],12:N1}/s {ours[^1],12:N1}/s (ours)"));
                }

                checks.Add(new CrossCheck(load.Id, server.Name, ours, theirs));
            }
        }

        return checks;
    }

    /// <summary>From <c>Requests/sec:  12345.67</c>; null when wrk says nothing of the kind.</summary>
    internal static double? RequestsPerSecond(string output) =>
        Figures().Match(output) is { Success: true } match ? double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    private static async Task<double> RunAsync(string wrk, string url, TimeSpan duration, int? processor, CancellationToken cancel)
    {
        var seconds = Math.Max(1, (int)Math.Round(duration.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var command = Pinning.Pin([wrk, "-t1", $"-c{Connections}", $"-d{seconds}s", url], processor);
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return RequestsPerSecond(output) ?? throw new StartupException($"wrk: {output.Trim()}");
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Figures();
}
