using System.Diagnostics;
using System.Globalization;
using RawSocketServer;
using SideBySide.Measure.Load;

namespace Benchmarks.Measuring;

/// <summary>
/// Counts the system calls of a server in a round of its own, since to be watched costs time. perf counts without slowing it down much;
/// strace, where perf is missing or not allowed, stops the server at every call.
/// </summary>
internal static class SystemCalls
{
    private static readonly string? s_perf = Installed.Find("perf");
    private static readonly string? s_strace = Installed.Find("strace");
    private static bool s_perfMay = true;

    /// <summary>System calls for one request; null when nothing that counts them is installed and allowed.</summary>
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

    // perf runs the clients, and counts in the server for as long as they run.
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
            return null; // it is there, but this user may not
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

    /// <summary>From <c>1234;;raw_syscalls:sys_enter;…</c>; null when it says that it could not count.</summary>
    internal static double? CallsOfPerf(IEnumerable<string> lines) => lines
        .Where(line => line.Contains("sys_enter", StringComparison.Ordinal))
        .Select(line => double.TryParse(line.Split(';')[0], CultureInfo.InvariantCulture, out var calls) ? calls : (double?)null)
        .FirstOrDefault();

    /// <summary>From the last line, <c>100.00 0.123456 1 1234 5 total</c>: seconds, microseconds a call, calls, errors.</summary>
    internal static double? CallsOfStrace(IEnumerable<string> lines) => lines
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words is [.., "total"] && words.Length >= 5)
        .Select(words => double.TryParse(words[3], CultureInfo.InvariantCulture, out var calls) ? calls : (double?)null)
        .FirstOrDefault();
}
