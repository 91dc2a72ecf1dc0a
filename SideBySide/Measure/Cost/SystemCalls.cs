using System.Diagnostics;
using System.Globalization;

namespace SideBySide.Measure.Cost;

/// <summary>
/// Counts what a process asks of the kernel, with strace. It stops the process at each call, so nothing else can be measured
/// meanwhile; and it may be missing, or not be allowed to look into another process.
/// </summary>
internal static class SystemCalls
{
    private static readonly string? s_strace = new[] { "/usr/bin/strace", "/usr/local/bin/strace" }.FirstOrDefault(File.Exists);

    /// <summary>
    /// Counts them while something happens: from the moment at which every thread is traced to its end. A call that has returned is counted
    /// before its thread goes on, so none of those that an exchange needs is missed.
    /// </summary>
    /// <param name="process">The process, with all of its threads.</param>
    /// <param name="happening">What happens.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>How often each was called, by name; null when that cannot be seen here.</returns>
    public static async Task<IReadOnlyDictionary<string, int>?> CountAsync(int process, Func<Task> happening, CancellationToken cancel)
    {
        if (s_strace is null)
            return null;
        while (true)
        {
            using var strace = Process.Start(new ProcessStartInfo(s_strace, ["-f", "-c", "-p", $"{process}"]) { RedirectStandardError = true })!;
            try
            {
                if (!await AttachesAsync(strace, cancel))
                    return null; // it has said why, and ended
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

    // A thread that began while strace attached to the others may be missing. Once all are traced, those that they begin are traced, too.
    private static bool TracesAll(int process) => Directory.EnumerateDirectories($"/proc/{process}/task").All(thread =>
    {
        try
        {
            return !File.ReadLines(Path.Combine(thread, "status")).Contains("TracerPid:\t0");
        }
        catch (IOException)
        {
            return true; // it has just ended
        }
    });

    /// <summary>Reads the table that strace prints in the end.</summary>
    internal static IReadOnlyDictionary<string, int> Read(string summary) => summary.Split('\n')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(cells => cells is [_, _, _, _, .., not "total"])
        .Select(cells => (Name: cells[^1], IsCount: int.TryParse(cells[3], CultureInfo.InvariantCulture, out var calls), Calls: calls)) // % time, seconds, usecs/call, calls, perhaps errors
        .Where(row => row.IsCount)
        .ToDictionary(row => row.Name, row => row.Calls);
}
