using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Language;
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

/// <summary>A comparison as a table for a terminal, with its conclusions.</summary>
internal static class BenchTable
{
    private const int NameWidth = 24;
    private const int ColumnWidth = 11;

    public static string Of(IReadOnlyList<BenchRow> rows)
    {
        var text = new StringBuilder();
        _ = text.Append(Row("", LoadTexts.Columns.ToString().Split('\t')));
        foreach (var workload in rows.GroupBy(row => row.Case.Workload))
        {
            _ = text.Append(LoadTexts.Name(workload.Key)).Append('\n');
            foreach (var row in workload)
                _ = text.Append(Row("  " + row.Case.Server, Cells(row)));
        }

        _ = text.Append('\n').Append(LoadTexts.Legend).Append('\n').Append(Pinning.IsPossible ? LoadTexts.Pinned : LoadTexts.Shared).Append("\n\n");
        _ = text.AppendJoin('\n', Conclusions(rows)).Append('\n');
        return text.ToString();
    }

    /// <summary>Compares HandRolledHttp with MinimalHttpServer; draws no conclusion if the rounds disagree.</summary>
    private static IEnumerable<LocalizedText> Conclusions(IReadOnlyList<BenchRow> rows)
    {
        if (!rows.All(row => row.IsSteady))
            return [LoadTexts.Noisy];
        return
            from ours in rows.Where(row => row.Case.Server == "HandRolledHttp")
            let theirs = rows.First(row => row.Case == ours.Case with { Server = "MinimalHttpServer" })
            select LoadTexts.Ratio(ours.Case.Workload, ours.RequestsPerSecond / theirs.RequestsPerSecond);
    }

    private static string[] Cells(BenchRow row) =>
    [
        row.RequestsPerSecond.ToString("N0", CultureInfo.InvariantCulture),
        (row.P50 / 1000).ToString("F2", CultureInfo.InvariantCulture),
        (row.P99 / 1000).ToString("F2", CultureInfo.InvariantCulture),
        row.ServerCpuMicroseconds?.ToString("F2", CultureInfo.InvariantCulture) ?? "–",
        row.Spread.ToString("P0", CultureInfo.InvariantCulture),
    ];

    private static string Row(string name, string[] cells) => TerminalText.Row(name, NameWidth, cells, cells.Select(_ => ColumnWidth));
}

/// <summary>
/// <c>load</c>: loads one server and prints the result as one line of JSON. <c>bench</c> and the benchmarks start it in a separate process, so that server
/// and clients share neither a heap nor a processor. The help does not list it.
/// </summary>
internal static class LoadCommand
{
    public static Command Create()
    {
        var target = new Argument<string>("ADDRESS:PORT");
        var workload = new Option<Workload>("--workload");
        var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 64 };
        var size = new Option<int>("--size") { DefaultValueFactory = _ => 1024 };
        var warmUp = new Option<double>("--warm-up") { DefaultValueFactory = _ => 1 };
        var duration = new Option<double>("--duration") { DefaultValueFactory = _ => 2 };
        var exchanges = new Option<int?>("--exchanges");
        var idle = new Option<int>("--idle");
        var fields = new Option<int>("--fields") { DefaultValueFactory = _ => 1 };
        var trust = new Option<string?>("--trust");
        var process = new Option<int?>("--process");
        var command = new Command("load") { target, workload, connections, size, warmUp, duration, exchanges, idle, fields, trust, process };
        command.Hidden = true;
        command.SetAction(async (parsed, cancel) =>
        {
            var address = parsed.GetRequiredValue(target);
            if (!IPEndPoint.TryParse(address, out var server) || server.Port == 0)
                throw new UsageException(LoadTexts.BadAddress(address).ToString());
            var plan = new LoadPlan(server, parsed.GetValue(workload), parsed.GetValue(connections),
                parsed.GetValue(size), Check.Seconds(parsed.GetValue(warmUp)), Check.Seconds(parsed.GetValue(duration)), parsed.GetValue(idle))
            {
                Fields = parsed.GetValue(fields),
                Exchanges = parsed.GetValue(exchanges),
                Trust = parsed.GetValue(trust),
            };
            plan.Validate();
            try
            {
                using var measured = parsed.GetValue(process) is { } id ? Process.GetProcessById(id) : null;
                var result = await new LoadClients(plan, TimeProvider.System).RunAsync(measured, cancel);
                await parsed.InvocationConfiguration.Output.WriteLineAsync(JsonSerializer.Serialize(result));
                return ExitCodes.Success;
            }
            catch (Exception e) when (e is SocketException or IOException or InvalidDataException or TimeoutException or AuthenticationException
                or ArgumentException) // no such process
            {
                throw new StartupException(e.Message, e);
            }
        });
        return command;
    }
}
