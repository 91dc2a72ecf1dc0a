using System.Diagnostics;
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
        using var process = Process.Start(new ProcessStartInfo(pinned[0], pinned.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(cancel);
            var output = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return process.ExitCode == 0
                ? JsonSerializer.Deserialize<LoadResult>(output)!
                : throw new StartupException($"{server.Name}: {(await error).Trim()}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
