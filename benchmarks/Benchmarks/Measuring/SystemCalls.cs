using System.Diagnostics;
using System.Globalization;
using RawSocketServer;
using SideBySide.Measure.Load;

namespace Benchmarks.Measuring;

/// <summary>
/// Counts the system calls of a server in a separate round, because counting slows the server. perf slows it little; strace, used if perf
/// is missing or not permitted, stops the server at every call.
/// </summary>
internal static class SystemCalls
{
    private static readonly string? s_perf = Installed.Find("perf");
    private static readonly string? s_strace = Installed.Find("strace");
    private static bool s_perfMay = true;

    /// <summary>System calls per request; null if no tool is installed and permitted.</summary>
    public static async Task<double?> OfARequestAsync(ServerUnderLoad server, LoadPlan plan, int? processor, CancellationToken cancel)
    {
        var file = Path.GetTempFileName();
        try
        {
            if (s_perf is not null && s_perfMay && await WithPerfAsync(s_perf, file, server, plan, processor, cancel) is { } counted)
                return counted;
            s_perfMay = false;
            return s_strace is null ? null : await WithStraceAsync(s_strace, file, server, plan, processor, cancel);
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

    private static async Task<double?> WithStraceAsync(string strace, string file, ServerUnderLoad server, LoadPlan plan, int? processor, CancellationToken cancel)
    {
        using var watching = Process.Start(new ProcessStartInfo(strace, ["-f", "-c", "-o", file, "-p", $"{server.ProcessId}"]) { RedirectStandardError = true })!;
        try
        {
            if (await watching.StandardError.ReadLineAsync(cancel) is not { } line || !line.Contains("attached", StringComparison.Ordinal))
                return null;
            _ = watching.StandardError.ReadToEndAsync(CancellationToken.None);
            var result = await LoadProcess.RunAsync(server, plan, processor, cancel);
            using (var interrupt = Process.Start("/bin/sh", ["-c", $"kill -INT {watching.Id}"]))
                await interrupt.WaitForExitAsync(cancel);
            await watching.WaitForExitAsync(cancel);
            return CallsOfStrace(await File.ReadAllLinesAsync(file, cancel)) / result.Requests;
        }
        finally
        {
            if (!watching.HasExited)
                watching.Kill();
        }
    }

    /// <summary>Reads <c>1234;;raw_syscalls:sys_enter;…</c>; null if perf could not count.</summary>
    internal static double? CallsOfPerf(IEnumerable<string> lines) => lines
        .Where(line => line.Contains("sys_enter", StringComparison.Ordinal))
        .Select(line => double.TryParse(line.Split(';')[0], CultureInfo.InvariantCulture, out var calls) ? calls : (double?)null)
        .FirstOrDefault();

    /// <summary>
    /// Reads the last line, <c>100.00 0.123456 1 1234 5 total</c>: percent, seconds, microseconds per call, calls, errors.
    /// </summary>
    internal static double? CallsOfStrace(IEnumerable<string> lines) => lines
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words is [.., "total"] && words.Length >= 5)
        .Select(words => double.TryParse(words[3], CultureInfo.InvariantCulture, out var calls) ? calls : (double?)null)
        .FirstOrDefault();
}
