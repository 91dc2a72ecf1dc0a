using System.CommandLine;
using System.Text.Json;
using SideBySide.Load;

namespace SideBySide.Commands;

/// <summary><c>bench</c>: the short comparison of the three servers on the user's own machine.</summary>
public static class BenchCommand
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { HelpName = "N", DefaultValueFactory = _ => 3, Description = LoadTexts.RoundsOption.ToString() };
        var seconds = new Option<double>("--seconds") { HelpName = "S", DefaultValueFactory = _ => 1, Description = LoadTexts.SecondsOption.ToString() };
        var connections = new Option<int>("--connections") { HelpName = "N", DefaultValueFactory = _ => 64, Description = LoadTexts.ConnectionsOption.ToString() };
        var json = new Option<bool>("--json") { Description = LoadTexts.JsonOption.ToString() };
        var command = new Command("bench", LoadTexts.About.ToString()) { rounds, seconds, connections, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var plan = new BenchPlan(parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(connections));
            plan.Validate();
            var rows = await RunAsync(plan, cancel);
            await Console.Out.WriteAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(rows, s_json) + "\n" : BenchTable.Of(rows));
            return 0;
        });
        return command;
    }

    private static async Task<IReadOnlyList<BenchRow>> RunAsync(BenchPlan plan, CancellationToken cancel)
    {
        var results = Bench.Cases.ToDictionary(one => one, _ => new List<LoadResult>());
        await foreach (var progress in new Bench(plan, TimeProvider.System).RunAsync(cancel))
        {
            if (progress.Result is { } result)
                results[progress.Case].Add(result);
            await Console.Error.WriteAsync(Console.IsErrorRedirected ? "" : $"\r{progress.Done}/{progress.Total} ");
        }

        await Console.Error.WriteAsync(Console.IsErrorRedirected ? "" : "\r");
        return [.. results.Select(pair => BenchRow.Of(pair.Key, pair.Value))];
    }
}
