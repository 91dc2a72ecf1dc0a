using System.Diagnostics;
using System.Globalization;
using SideBySide.Experiments.Running;

namespace SideBySide.Measure.Cost;

/// <summary>
/// Counts a process's system calls with strace. It stops the process at each call, so nothing else can be measured meanwhile. It may be
/// missing or lack the permission to trace another process.
/// </summary>
public static class SystemCalls
{
    private static readonly string? s_strace = new[] { "/usr/bin/strace", "/usr/local/bin/strace" }.FirstOrDefault(File.Exists);

    /// <summary>
    /// Counts the calls during an action, once strace traces every thread. A call is counted before its thread continues after it, so no
    /// call of an exchange is missed.
    /// </summary>
    /// <param name="process">The process, with all of its threads.</param>
    /// <param name="happening">The action.</param>
    /// <param name="cancel">Cancels the count.</param>
    /// <returns>The number of calls, by name; null if they cannot be counted here.</returns>
    public static async Task<IReadOnlyDictionary<string, int>?> CountAsync(int process, Func<Task> happening, CancellationToken cancel)
    {
        if (s_strace is null)
            return null;
        while (true)
        {
            using var strace = Process.Start(new ProcessStartInfo(s_strace, ["-f", "-c", "-p", $"{process}"])
            {
                RedirectStandardError = true
            })!;
            try
            {
                if (!await AttachesAsync(strace, cancel))
                    return null; // strace has printed the reason and ended
                var isWhole = TracesAll(process);
                if (isWhole)
                    await happening();
                using (var interrupt = Process.Start("/bin/sh", ["-c", $"kill -INT {strace.Id}"]))
                    await interrupt.WaitForExitAsync(cancel);
                var summary = await strace.StandardError.ReadToEndAsync(cancel);
                if (isWhole)
                    return Read(summary);
            }
            finally
            {
                if (!strace.HasExited)
                    strace.Kill();
            }
        }
    }

    private static async Task<bool> AttachesAsync(Process strace, CancellationToken cancel)
    {
        while (await strace.StandardError.ReadLineAsync(cancel) is { } line)
        {
            if (line.Contains(" attached", StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    // A thread that starts while strace attaches may be missing. Once all threads are traced, their new threads are traced too.
    private static bool TracesAll(int process) => ThreadStatus.Of(process).All(thread => !thread.Contains("TracerPid:\t0"));

    /// <summary>Parses strace's final table.</summary>
    internal static IReadOnlyDictionary<string, int> Read(string summary) => summary.Split('\n')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(cells => cells is [_, _, _, _, .., not "total"])
        // % time, seconds, usecs/call, calls, perhaps errors
        .Select(cells => (Name: cells[^1], IsCount: int.TryParse(cells[3], CultureInfo.InvariantCulture, out var calls), Calls: calls))
        .Where(row => row.IsCount)
        .ToDictionary(row => row.Name, row => row.Calls);
}
