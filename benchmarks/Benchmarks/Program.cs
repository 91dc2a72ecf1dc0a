using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using RawSocketServer;
using SideBySide.Load;

namespace Benchmarks;

/// <summary>
/// Runs the whole suite: <c>dotnet run -c Release --project benchmarks/Benchmarks</c>. Every server is a process of its own, the clients are
/// another, rounds are interleaved. Writes <c>docs/performance.json</c> and the two reports made from it.
/// </summary>
public static class Program
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    /// <summary>Runs it.</summary>
    public static Task<int> Main(string[] args)
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3, Description = "Rounds." };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 1, Description = "Seconds of each measurement." };
        var only = new Option<string?>("--only") { Description = "Only the load with this id; the results of the others are kept." };
        var unpinned = new Option<bool>("--unpinned") { Description = "Leave processes to the scheduler." };
        var output = new Option<string>("--output") { DefaultValueFactory = _ => "docs", Description = "The folder for the results." };
        var root = new RootCommand("Measures every server of this house beside the limit and beside others.") { rounds, seconds, only, unpinned, output };
        root.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(only) is StartUp.Id)
                return await StartUp.RunAsync(parsed.GetRequiredValue(output), TimeProvider.System, cancel);
            var pinned = Pinning.IsPossible && !parsed.GetValue(unpinned);
            var loads = Suite.Loads.Where(load => parsed.GetValue(only) is not { } id || load.Id == id).ToArray();
            var run = await MeasureAsync(loads, parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), pinned, cancel);
            var folder = parsed.GetRequiredValue(output);
            var file = Path.Combine(folder, "performance.json");
            if (parsed.GetValue(only) is not null && File.Exists(file))
                run = run.Beside(JsonSerializer.Deserialize<Run>(await File.ReadAllTextAsync(file, cancel))!);
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(run, s_json) + "\n", cancel);
            await Report.WriteAsync(folder, run, cancel);
            return 0;
        });
        return root.Parse(args).InvokeAsync();
    }

    private static async Task<Run> MeasureAsync(Load[] loads, int rounds, TimeSpan duration, bool pinned, CancellationToken cancel)
    {
        var starts = new Dictionary<string, double>();
        var measurements = new List<Measurement>();
        foreach (var load in loads)
        {
            var servers = new List<ServerUnderLoad>();
            try
            {
                foreach (var contestant in load.Servers)
                {
                    if (contestant.Command() is not { } command)
                        continue;
                    var server = await ServerUnderLoad.StartAsync(contestant.Name, command, pinned ? Pinning.Server : null, TimeProvider.System, cancel);
                    starts.TryAdd(server.Name, server.Start.TotalMilliseconds);
                    servers.Add(server);
                }

                measurements.AddRange(await MeasureAsync(load, servers, rounds, duration, pinned, cancel));
            }
            finally
            {
                foreach (var server in servers)
                    await server.DisposeAsync();
            }
        }

        var machine = $"{Environment.ProcessorCount} × {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
        return new Run(machine, TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), pinned, starts, measurements);
    }

    private static async Task<IEnumerable<Measurement>> MeasureAsync(
        Load load, List<ServerUnderLoad> servers, int rounds, TimeSpan duration, bool pinned, CancellationToken cancel)
    {
        var results = servers.ToDictionary(server => server, _ => new List<LoadResult>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var server in servers)
            {
                var plan = new LoadPlan(server.Address, load.Workload, load.Connections, load.Size, TimeSpan.FromSeconds(0.3), duration, load.Idle);
                try
                {
                    if (round == 0)
                        await WarmUp.RunAsync(server, plan, pinned ? Pinning.Client : null, cancel);
                    results[server].Add(await LoadProcess.RunAsync(server, plan, pinned ? Pinning.Client : null, cancel));
                    Console.WriteLine($"{load.Id,-18} {server.Name,-32} {results[server][^1].RequestsPerSecond,12:N0}/s {results[server][^1].ServerCpuMicroseconds,8:F2} µs");
                }
                catch (StartupException e)
                {
                    Console.WriteLine($"{load.Id,-18} {e.Message}");
                }
            }
        }

        return results.Where(pair => pair.Value.Count > 0).Select(pair => new Measurement(load.Id, pair.Key.Name, pair.Value));
    }
}
