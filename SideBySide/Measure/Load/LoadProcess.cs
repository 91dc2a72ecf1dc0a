using System.Globalization;
using System.Text.Json;
using RawSocketServer;

namespace SideBySide.Measure.Load;

/// <summary>Runs the clients in a separate process: this program's <c>load</c> command.</summary>
public static class LoadProcess
{
    // The clients run for a second or two. Full compilation after 30 calls, without profiling, makes them a fifth faster.
    private static readonly Dictionary<string, string> s_hurry = new() { ["DOTNET_TieredPGO"] = "0", ["DOTNET_TC_CallCountingDelayMs"] = "0" };

    /// <summary>Loads a server and returns the result.</summary>
    /// <param name="server">The server.</param>
    /// <param name="plan">The load.</param>
    /// <param name="processor">The clients' processor; null for any.</param>
    /// <param name="cancel">Cancels the load.</param>
    /// <param name="observer">A command that observes the server; its last arguments are the command line of the clients, which it
    /// runs.</param>
    /// <exception cref="StartupException">The load failed; the message comes from the child process.</exception>
    public static Task<LoadResult> RunAsync(
        ServerUnderLoad server, LoadPlan plan, int? processor, CancellationToken cancel, IReadOnlyList<string>? observer = null) =>
        RunAsync(server.Name, server.ProcessId, plan, processor, cancel, observer);

    /// <summary>Loads a server in any process.</summary>
    public static async Task<LoadResult> RunAsync(
        string server, int processId, LoadPlan plan, int? processor, CancellationToken cancel, IReadOnlyList<string>? observer = null)
    {
        string[] command =
        [
            ServerUnderLoad.Host, Path.Combine(AppContext.BaseDirectory, "SideBySide.dll"), "load", $"{plan.Target}", "--workload", $"{plan.Workload}",
            "--connections", $"{plan.Connections}", "--size", $"{plan.Size}", "--idle", $"{plan.Idle}", "--process", $"{processId}",
            "--warm-up", plan.WarmUp.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            "--duration", plan.Duration.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            "--fields", $"{plan.Fields}",
            .. plan.Exchanges is { } exchanges ? ["--exchanges", $"{exchanges}"] : Array.Empty<string>(),
            .. plan.Trust is { } certificate ? ["--trust", certificate] : Array.Empty<string>(),
        ];
        using var process = ServerUnderLoad.Begin([.. observer ?? [], .. Pinning.Pin(command, processor)], s_hurry);
        try
        {
            var error = process.StandardError.ReadToEndAsync(cancel);
            var output = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return process.ExitCode == 0
                ? JsonSerializer.Deserialize<LoadResult>(output)!
                : throw new StartupException(LoadTexts.LoadFailed(server, Sentence(await error), process.ExitCode).ToString());
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true); // an observer and its clients
        }
    }

    // The first line of the error, without a stack trace.
    private static string Sentence(string error) => error.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
}
