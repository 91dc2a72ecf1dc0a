using System.CommandLine;
using System.Globalization;
using RawSocketServer;
using RawSocketServer.Hosting;

namespace Reliability;

/// <summary>
/// Network faults for the servers of this repository: <c>dotnet run --project tests/reliability</c>, with <c>-- --full --write</c> for the full run.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var full = new Option<bool>("--full") { Description = "In full, some ten minutes; otherwise a bounded part, some four." };
        var scale = new Option<double?>("--scale") { Description = "Another part of the full numbers, above 0 to 1." };
        var seed = new Option<int?>("--seed") { Description = "Makes the same mutated requests again." };
        var server = new Option<ServerKind[]>("--server") { Description = "Raw, HandRolled, Minimal; default: all." };
        var only = new Option<string?>("--only") { Description = "Only these faults, by id, separated by commas: resets, half-closes, balancer …" };
        var write = new Option<bool>("--write") { Description = "Writes docs/reliability.md and docs/reliability.zh-CN.md." };
        var pieces = new Option<string?>("--pieces")
        {
            Description = "A file that keeps the figures of a run done in pieces; shown and written are all of them."
        };
        var root = new RootCommand("Injects network faults into the servers and reports the results. It uses only loopback and its own network namespaces.")
        { full, scale, seed, server, only, write, pieces };
        root.SetAction((parsed, cancellation) =>
        {
            var kinds = parsed.GetValue(server) is { Length: > 0 } some ? some : Enum.GetValues<ServerKind>();
            var isFull = parsed.GetValue(full);
            var plan = new RunPlan(
                isFull, parsed.GetValue(scale) ?? (isFull ? 1 : 0.05),
                parsed.GetValue(seed) ?? Random.Shared.Next(1_000_000_000),
                kinds, parsed.GetValue(only));
            return RunAsync(plan, parsed.GetValue(write), parsed.GetValue(pieces), cancellation);
        });

        // Ctrl-C must leave no servers and no namespaces behind.
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(15) });
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
    }

    private static async Task<int> RunAsync(RunPlan plan, bool write, string? pieces, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
        {
            await Console.Error.WriteLineAsync("What a process holds is read under /proc, so this runs on Linux only.");
            return ExitCodes.CannotRun;
        }

        Messages.Speak("en");
        Console.WriteLine($"reliability: {plan}");
        IReadOnlyList<Row> rows;
        try
        {
            rows = await new Suite(plan, Tell).RunAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }

        if (pieces is not null)
            rows = Figures.Add(pieces, rows);
        Console.WriteLine();
        foreach (var line in Table.Lines(rows))
            Console.WriteLine(line);
        if (write)
            Document.Write(plan, rows);

        var failures = rows.Count(row => row.IsFailure);
        Console.WriteLine($"\nreliability: {rows.Count} runs of a fault on a server, {failures} failed (seed {plan.Seed})");
        return failures == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static void Tell(Row row, TimeSpan took)
    {
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{(row.IsFailure ? "✗" : "✓")} {row.Server}: {row.Fault} ({took.TotalSeconds:N1} s) {row.Error}"));
        foreach (var measure in row.Measures.Where(measure => !measure.IsRight))
            Console.WriteLine(
                $"    {measure.What}: {measure}, which should be {measure.Least} to {measure.Most}{(measure.Excuse is { } excuse ? $" ({excuse})" : "")}");
    }
}
