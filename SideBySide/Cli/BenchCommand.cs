using System.CommandLine;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Measure.Load;

namespace SideBySide.Cli;

/// <summary><c>bench</c>: the short comparison of the three servers on the user's own machine.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { HelpName = "N", DefaultValueFactory = _ => 3, Description = LoadTexts.RoundsOption.ToString() };
        var seconds = new Option<double>("--seconds") { HelpName = "S", DefaultValueFactory = _ => 1, Description = LoadTexts.SecondsOption.ToString() };
        var connections = new Option<int>("--connections") { HelpName = "N", DefaultValueFactory = _ => 64, Description = LoadTexts.ConnectionsOption.ToString() };
        var json = JsonOutput.Option();
        var command = new Command("bench", LoadTexts.About.ToString()) { rounds, seconds, connections, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var plan = new BenchPlan(parsed.GetValue(rounds), Check.Seconds(parsed.GetValue(seconds)), parsed.GetValue(connections));
            plan.Validate();
            var rows = await RunAsync(plan, parsed.Invocation(), cancel);
            if (parsed.GetValue(json))
                JsonOutput.Write(parsed.Invocation().Output, rows);
            else
                await parsed.Invocation().Output.WriteAsync(BenchTable.Of(rows));
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<IReadOnlyList<BenchRow>> RunAsync(BenchPlan plan, Invocation invocation, CancellationToken cancel)
    {
        var results = Bench.Cases.ToDictionary(one => one, _ => new List<LoadResult>());
        await foreach (var progress in new Bench(plan, TimeProvider.System).RunAsync(cancel))
        {
            if (progress.Result is { } result)
                results[progress.Case].Add(result);
            await invocation.Error.WriteAsync(!invocation.IsErrorTerminal ? "" : $"\r{progress.Done}/{progress.Total} ");
        }

        await invocation.Error.WriteAsync(!invocation.IsErrorTerminal ? "" : "\r");
        return [.. results.Select(pair => BenchRow.Of(pair.Key, pair.Value))];
    }
}
