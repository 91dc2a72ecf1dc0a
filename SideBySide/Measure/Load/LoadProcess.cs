using System.Globalization;
using System.Text.Json;
using RawSocketServer;

namespace SideBySide.Measure.Load;

/// <summary>The clients as a process of their own: this program's <c>load</c> command.</summary>
public static class LoadProcess
{
    // The clients live for a second or two. Compiled for good after 30 calls, without first being watched, they are a fifth faster.
    private static readonly Dictionary<string, string> s_hurry = new() { ["DOTNET_TieredPGO"] = "0", ["DOTNET_TC_CallCountingDelayMs"] = "0" };

    /// <summary>Puts a load on a server and waits for the result.</summary>
    /// <param name="server">The server.</param>
    /// <param name="plan">The load.</param>
    /// <param name="processor">The clients' processor; null for any.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="observer">A command that runs the clients, as its last arguments, while it watches the server.</param>
    /// <exception cref="StartupException">It failed; the sentence is the child's.</exception>
    public static Task<LoadResult> RunAsync(
        ServerUnderLoad server, LoadPlan plan, int? processor, CancellationToken cancel, IReadOnlyList<string>? observer = null) =>
        RunAsync(server.Name, server.ProcessId, plan, processor, cancel, observer);

    /// <summary>The same for a server in any process.</summary>
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

    // What was told to people, and never the trace of what was not meant to happen.
    private static string Sentence(string error) => error.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
}
