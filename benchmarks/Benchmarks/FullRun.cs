using System.Runtime.InteropServices;
using System.Text.Json;
using Benchmarks.Measuring;
using Benchmarks.Reporting;
using Benchmarks.Results;
using SideBySide.Measure.Load;

namespace Benchmarks;

/// <summary>Measures one part after another and saves each result at once, so that an interruption loses nothing.</summary>
/// <param name="pace">How thoroughly to measure.</param>
/// <param name="only">Ids of parts or loads; empty for all.</param>
/// <param name="resumes">Whether to skip parts that already have results.</param>
/// <param name="mayPin">Whether to pin processes to processors, if the system can and the part requires it.</param>
/// <param name="folder">The folder for the results.</param>
internal sealed class FullRun(Pace pace, string[] only, bool resumes, bool mayPin, string folder)
{
    private const string Allocations = "allocations", CrossChecks = "wrk", Micro = "micro";

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    private static readonly string s_machine =
        $"{Environment.ProcessorCount} × {RuntimeInformation.ProcessArchitecture}, "
            + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    private readonly string _file = Path.Combine(folder, "performance.json");
    private Run _run = new(s_machine);

    public static IReadOnlyList<string> Parts { get; } = [.. Suite.Parts.Select(part => part.Id), Allocations, CrossChecks, Micro];

    /// <summary>Whether a part or a load has this id.</summary>
    public static bool Knows(string id) => Parts.Contains(id) || Suite.Parts.Any(part => part.Loads.Any(load => load.Id == id));

    /// <summary>Measures and reports.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        await ReadEarlierAsync(cancel);
        try
        {
            foreach (var part in Suite.Parts)
                await MeasureAsync(part, cancel);
            await MeasureTheRestAsync(mayPin && Pinning.IsPossible, cancel);
        }
        finally
        {
            await Report.WriteAsync(folder, _run, CancellationToken.None); // also after an interruption
        }
    }

    private async Task MeasureTheRestAsync(bool isPinned, CancellationToken cancel)
    {
        if (IsWanted(Allocations, _run.Allocations.Count > 0))
            await KeepAsync(_run with { Allocations = await AllocationRun.MeasureAsync(cancel) }, cancel);
        if (IsWanted(CrossChecks, _run.CrossChecks.Count > 0))
        {
            int? server = isPinned ? Pinning.Server : null, client = isPinned ? Pinning.Client : null;
            await KeepAsync(_run with { CrossChecks = await CrossCheckRun.MeasureAsync(pace, server, client, cancel) }, cancel);
        }

        if (IsWanted(Micro, isKnown: false))
        {
            if (MicroResults.Read("HeadBenchmarks") is { Count: > 0 } parser)
                await KeepAsync(_run with { Parser = parser }, cancel);
            if (MicroResults.Read("ObservingBenchmarks") is [var looks])
                await KeepAsync(_run with { Looks = looks }, cancel);
        }
    }

    private async Task MeasureAsync(Part part, CancellationToken cancel)
    {
        var loads = part.Loads.Where(load => IsWanted(part, load) && MachineLimits.For(load)).ToArray();
        if (loads.Length == 0)
            return;
        Console.WriteLine($"{TimeProvider.System.GetLocalNow():HH:mm:ss} {part.Title.En}");
        await using var running = new PartRun(part, pace, part.IsPinned && mayPin && Pinning.IsPossible);
        await foreach (var measurements in running.RunAsync(loads, cancel))
            await KeepAsync(_run.With(measurements), cancel);
    }

    // A part that restarts its servers measures all its loads together, or none.
    private bool IsWanted(Part part, Load load) =>
        (only.Length == 0 || only.Contains(part.Id) || only.Contains(load.Id)
            || part.StartsAnew && part.Loads.Any(other => only.Contains(other.Id)))
        && !(resumes && _run.Measurements.Any(m => m.Load == load.Id));

    private bool IsWanted(string part, bool isKnown) => (only.Length == 0 || only.Contains(part)) && !(resumes && isKnown);

    private async Task ReadEarlierAsync(CancellationToken cancel)
    {
        if (only.Length == 0 && !resumes || !File.Exists(_file))
            return;
        if (JsonSerializer.Deserialize<Run>(await File.ReadAllTextAsync(_file, cancel)) is { } earlier && earlier.Machine == s_machine)
            _run = earlier;
        else
            Console.WriteLine("The results in the folder are another machine's; they are not kept.");
    }

    private async Task KeepAsync(Run run, CancellationToken cancel)
    {
        _run = run;
        await File.WriteAllTextAsync(_file, JsonSerializer.Serialize(run, s_json) + "\n", cancel);
    }
}
