using System.Globalization;
using Benchmarks.Results;
using RawSocketServer;
using SideBySide.Measure.Load;

namespace Benchmarks.Measuring;

/// <summary>
/// Measures one part. Each server is a process that runs for the whole part; each measurement has a new client process. The servers take
/// turns in each round, so other work on the machine affects all of them.
/// </summary>
/// <param name="part">The part.</param>
/// <param name="pace">How thoroughly to measure.</param>
/// <param name="isPinned">Whether servers and clients have a processor each.</param>
internal sealed class PartRun(Part part, Pace pace, bool isPinned) : IAsyncDisposable
{
    private static readonly TimeSpan s_counting = TimeSpan.FromSeconds(0.5); // for system calls, whose number hardly varies
    private static readonly TimeSpan s_lead = TimeSpan.FromSeconds(0.4); // the clients' JIT compiler needs a warm-up as well

    private readonly Dictionary<Contestant, ServerUnderLoad> _running = [];
    private readonly HashSet<Contestant> _absent = [];
    private readonly string _date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private int Rounds => Math.Min(pace.Rounds, part.MostRounds);

    private int? ClientProcessor => isPinned ? Pinning.Client : null;

    /// <summary>Measures all loads; returns the results of each as soon as it is done.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Measurement>> RunAsync(
        IEnumerable<Load> loads, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        if (part.StartsAnew)
        {
            yield return await MeasureAnewAsync([.. loads], cancel);
            yield break;
        }

        foreach (var load in loads)
            yield return await MeasureAsync(load, cancel);
    }

    /// <summary>Stops all servers.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _running.Values)
            await server.DisposeAsync();
        _running.Clear();
    }

    private async Task<IReadOnlyList<Measurement>> MeasureAsync(Load load, CancellationToken cancel)
    {
        var rounds = new Dictionary<Contestant, List<LoadResult>>();
        var calls = new Dictionary<Contestant, double?>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var contestant in Contestants.All.Where(c => c.CanTake(load)))
            {
                if (round == 0 && !await PrepareAsync(contestant, load, cancel) || !_running.TryGetValue(contestant, out var server))
                    continue;
                if (await TryLoadAsync(contestant, load, cancel) is not { } result)
                    continue;
                rounds.TryAdd(contestant, []);
                rounds[contestant].Add(result);
                if (round == 0 && part.CountsSystemCalls)
                    calls[contestant] = await CallsPerRequest.CountAsync(server, PlanOf(server, load) with { WarmUp = TimeSpan.Zero, Duration = s_counting }, ClientProcessor, cancel);
            }
        }

        return [.. rounds.Select(pair => new Measurement(load.Id, pair.Key.Name, _date, pair.Value) { SystemCalls = calls.GetValueOrDefault(pair.Key) })];
    }

    private async Task<IReadOnlyList<Measurement>> MeasureAnewAsync(Load[] loads, CancellationToken cancel)
    {
        var rounds = new Dictionary<(Load, Contestant), List<LoadResult>>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var contestant in Contestants.All.Where(c => loads.Any(c.CanTake)))
            {
                foreach (var load in loads.Where(contestant.CanTake))
                {
                    if (!await PrepareAsync(contestant, load, cancel) || await TryLoadAsync(contestant, load, cancel) is not { } result)
                        continue;
                    rounds.TryAdd((load, contestant), []);
                    rounds[(load, contestant)].Add(result);
                }

                await DisposeAsync();
            }
        }

        return [.. rounds.Select(pair => new Measurement(pair.Key.Item1.Id, pair.Key.Item2.Name, _date, pair.Value))];
    }

    /// <summary>Starts a server if it is not running, and loads it until its speed is stable.</summary>
    private async Task<bool> PrepareAsync(Contestant contestant, Load load, CancellationToken cancel)
    {
        try
        {
            var isNew = !_running.ContainsKey(contestant);
            if (isNew && (_absent.Contains(contestant) || !await StartAsync(contestant, cancel)))
                return false;
            if (!contestant.IsCompiled && (isNew || !part.StartsAnew))
                await WarmUp.RunAsync(_running[contestant], PlanOf(_running[contestant], load), ClientProcessor, cancel, isNew ? pace.FirstWarmUp : pace.NextWarmUp);
            return true;
        }
        catch (StartupException e)
        {
            Say(load, contestant, e.Message);
            return false;
        }
    }

    private async Task<bool> StartAsync(Contestant contestant, CancellationToken cancel)
    {
        if (contestant.Command() is not { } command)
        {
            _absent.Add(contestant);
            return false;
        }

        _running[contestant] = await ServerUnderLoad.StartAsync(contestant.Name, command, isPinned ? Pinning.Server : null, TimeProvider.System, cancel, contestant.Environment);
        return true;
    }

    private async Task<LoadResult?> TryLoadAsync(Contestant contestant, Load load, CancellationToken cancel)
    {
        var server = _running[contestant];
        try
        {
            var result = await LoadProcess.RunAsync(server, PlanOf(server, load), ClientProcessor, cancel);
            Say(load, contestant, string.Create(CultureInfo.InvariantCulture, $"{result.RequestsPerSecond,12:N1}/s {result.ServerCpuMicroseconds,10:F2} µs"));
            return result;
        }
        catch (StartupException e)
        {
            Say(load, contestant, e.Message);
            return null;
        }
    }

    private LoadPlan PlanOf(ServerUnderLoad server, Load load) => new(server.Address, load.Workload, load.Connections, load.Size, s_lead, pace.Duration, load.Idle)
    {
        Fields = load.Fields,
        Trust = load.Tls ? Certificate.Pem : null,
    };

    private static void Say(Load load, Contestant contestant, string what) => Console.WriteLine($"{load.Id,-24} {contestant.Name,-34} {what}");
}
