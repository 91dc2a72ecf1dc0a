using System.Globalization;
using System.Text.Json;
using RawSocketServer;

namespace SideBySide.Load;

/// <summary>The clients as a process of their own: this program's <c>load</c> command.</summary>
public static class LoadProcess
{
    /// <summary>Puts a load on a server and waits for the result.</summary>
    /// <exception cref="StartupException">It failed; the sentence is the child's.</exception>
    public static async Task<LoadResult> RunAsync(ServerUnderLoad server, LoadPlan plan, int? processor, CancellationToken cancel)
    {
        string[] command =
        [
            ServerUnderLoad.Host, Path.Combine(AppContext.BaseDirectory, "SideBySide.dll"), "load", $"{plan.Target}", "--workload", $"{plan.Workload}",
            "--connections", $"{plan.Connections}", "--size", $"{plan.Size}", "--idle", $"{plan.Idle}", "--process", $"{server.ProcessId}",
            "--warm-up", plan.WarmUp.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            "--duration", plan.Duration.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        ];
        var pinned = Pinning.Pin(command, processor);
        using var process = ServerUnderLoad.Begin(pinned);
        try
        {
            var error = process.StandardError.ReadToEndAsync(cancel);
            var output = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return process.ExitCode == 0
                ? JsonSerializer.Deserialize<LoadResult>(output)!
                : throw new StartupException(LoadTexts.LoadFailed(server.Name, Sentence(await error), process.ExitCode).ToString());
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    // What was told to people, and never the trace of what was not meant to happen.
    private static string Sentence(string error) => error.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
}
