using System.Globalization;
using System.Text.Json;
using RawSocketServer;

namespace SideBySide.Measure.Load;

/// <summary>Runs the clients in a separate process: this program's <c>load</c> command.</summary>
public static class LoadProcess
{
    // The clients run for a second or two. Full compilation after 30 calls, without profiling, makes them a fifth faster.
    private static readonly Dictionary<string, string> s_hurry = new()
    {
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_TC_CallCountingDelayMs"] = "0"
    };

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
            ServerUnderLoad.Host, Path.Combine(AppContext.BaseDirectory, "SideBySide.dll"), "load", $"{plan.Target}",
            "--workload", $"{plan.Workload}",
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
    private static string Sentence(string error) =>
        error.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
}

/// <summary>
/// Pins server and clients to different processors, if the system has taskset (util-linux) and two processors. With one processor each, a
/// comparison shows the cost of a server, not the decisions of the scheduler.
/// </summary>
public static class Pinning
{
    /// <summary>The processor for servers.</summary>
    public const int Server = 0;

    /// <summary>The processor for clients.</summary>
    public const int Client = 1;

    private static readonly string? s_taskset = new[] { "/usr/bin/taskset", "/bin/taskset" }.FirstOrDefault(File.Exists);

    /// <summary>Whether processes can be pinned here.</summary>
    public static bool IsPossible { get; } = OperatingSystem.IsLinux() && Environment.ProcessorCount >= 2 && s_taskset is not null;

    /// <summary>A command line that runs another one on one processor; unchanged without pinning.</summary>
    public static IReadOnlyList<string> Pin(IReadOnlyList<string> command, int? processor) =>
        processor is null || !IsPossible ? command : [s_taskset!, "-c", $"{processor}", .. command];
}

/// <summary>
/// Loads a server until it has settled. The just-in-time compiler compiles hot code a second time, in the background and on the same
/// processor. That takes longer for a larger server: an earlier measurement would favour the small ones.
/// </summary>
public static class WarmUp
{
    private const double Settled = 0.1;

    /// <summary>
    /// Environment variables for a server to be warmed up: .NET counts calls from the start, instead of after a time without new methods.
    /// It compiles the same code after 3 or 4 seconds of load instead of 16.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Hurry { get; } = new Dictionary<string, string> { ["DOTNET_TC_CallCountingDelayMs"] = "0" };

    /// <summary>
    /// Returns when the processor time for a request changes by less than a tenth from one second to the next, or after three times the
    /// minimum.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="plan">The load of the later measurement.</param>
    /// <param name="processor">The clients' processor; null for any.</param>
    /// <param name="cancel">Cancels the warm-up.</param>
    /// <param name="leastSeconds">The minimum; lower for a server that another load has warmed up.</param>
    public static async Task RunAsync(ServerUnderLoad server, LoadPlan plan, int? processor, CancellationToken cancel, int leastSeconds = 4)
    {
        var second = plan with { WarmUp = TimeSpan.Zero, Idle = 0, Duration = TimeSpan.FromSeconds(1) };
        var before = 0.0;
        for (var i = 1; i <= 3 * leastSeconds; i++)
        {
            var now = (await LoadProcess.RunAsync(server, second, processor, cancel)).ServerCpuMicroseconds ?? 0;
            if (i > leastSeconds && Math.Abs(now - before) <= Settled * before)
                return;
            before = now;
        }
    }
}
