using System.CommandLine;
using Benchmarks.Measuring;
using RawSocketServer.Hosting;

namespace Benchmarks;

/// <summary>
/// Runs the whole suite: <c>dotnet run -c Release --project benchmarks/Benchmarks</c>. It writes <c>docs/performance.json</c> after each
/// load, and the reports at the end.
/// </summary>
public static class Program
{
    /// <summary>Runs the suite.</summary>
    public static async Task<int> Main(string[] args)
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3, Description = "Rounds; the median counts." };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 1, Description = "Seconds of each measurement." };
        var quick = new Option<bool>("--quick")
        {
            Description = "One short round with hardly any warm-up: shows that everything runs, and nothing else."
        };
        var only = new Option<string[]>("--only")
        {
            Description = "Only the part or load with this id, again and again for several; the results of the others are kept. "
                + $"Parts: {string.Join(", ", FullRun.Parts)}."
        };
        only.Validators.Add(result =>
        {
            foreach (var id in result.Tokens.Select(token => token.Value).Where(id => !FullRun.Knows(id)))
                result.AddError($"There is no part or load \"{id}\".");
        });
        var resume = new Option<bool>("--resume") { Description = "Measure what has no results yet." };
        var unpinned = new Option<bool>("--unpinned") { Description = "Leave all processes to the scheduler." };
        var output = new Option<string>("--output") { DefaultValueFactory = _ => "docs", Description = "The folder for the results." };
        var root = new RootCommand("Measures every server of this repository beside the baseline and beside others.")
        {
            rounds, seconds, quick, only, resume, unpinned, output
        };
        root.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(only) is [StartUp.Id])
                return await StartUp.RunAsync(parsed.GetRequiredValue(output), TimeProvider.System, cancel);
            var pace = parsed.GetValue(quick)
                ? new Pace(1, TimeSpan.FromSeconds(0.3), 0, 0)
                : new Pace(parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), 4, 1);
            var run = new FullRun(
                pace, parsed.GetValue(only) ?? [], parsed.GetValue(resume), !parsed.GetValue(unpinned), parsed.GetRequiredValue(output));
            await run.RunAsync(cancel);
            return ExitCodes.Success;
        });
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync();
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
    }
}
