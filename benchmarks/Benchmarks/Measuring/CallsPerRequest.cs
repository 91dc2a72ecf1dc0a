using System.Globalization;
using RawSocketServer;
using SideBySide.Measure.Cost;
using SideBySide.Measure.Load;

namespace Benchmarks.Measuring;

/// <summary>
/// Counts the system calls of a server in a separate round, because counting slows the server. perf slows it little; strace, used if perf
/// is missing or not permitted, stops the server at every call.
/// </summary>
internal static class CallsPerRequest
{
    private static readonly string? s_perf = Installed.Find("perf");
    private static bool s_perfMay = true;

    /// <summary>System calls per request; null if no tool is installed and permitted.</summary>
    public static async Task<double?> CountAsync(ServerUnderLoad server, LoadPlan plan, int? processor, CancellationToken cancel)
    {
        var file = Path.GetTempFileName();
        try
        {
            if (s_perf is not null && s_perfMay && await WithPerfAsync(s_perf, file, server, plan, processor, cancel) is { } counted)
                return counted;
            s_perfMay = false;
            return await WithStraceAsync(server, plan, processor, cancel);
        }
        catch (StartupException)
        {
            return null;
        }
        finally
        {
            File.Delete(file);
        }
    }

    // perf starts the clients, and counts in the server until they end.
    private static async Task<double?> WithPerfAsync(string perf, string file, ServerUnderLoad server, LoadPlan plan, int? processor, CancellationToken cancel)
    {
        try
        {
            var result = await LoadProcess.RunAsync(server, plan, processor, cancel,
                [perf, "stat", "--field-separator", ";", "--output", file, "--event", "raw_syscalls:sys_enter", "--pid", $"{server.ProcessId}", "--"]);
            return CallsOfPerf(await File.ReadAllLinesAsync(file, cancel)) / result.Requests;
        }
        catch (StartupException)
        {
            return null; // this user may not use perf
        }
    }

    private static async Task<double?> WithStraceAsync(ServerUnderLoad server, LoadPlan plan, int? processor, CancellationToken cancel)
    {
        LoadResult? result = null;
        var calls = await SystemCalls.CountAsync(server.ProcessId, async () => result = await LoadProcess.RunAsync(server, plan, processor, cancel), cancel);
        return calls?.Values.Sum() / result?.Requests;
    }

    /// <summary>Reads <c>1234;;raw_syscalls:sys_enter;…</c>; null if perf could not count.</summary>
    internal static double? CallsOfPerf(IEnumerable<string> lines) => lines
        .Where(line => line.Contains("sys_enter", StringComparison.Ordinal))
        .Select(line => double.TryParse(line.Split(';')[0], CultureInfo.InvariantCulture, out var calls) ? calls : (double?)null)
        .FirstOrDefault();
}
