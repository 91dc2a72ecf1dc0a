using System.Diagnostics;
using System.Globalization;

namespace SideBySide.Measure.Load;

/// <summary>The resources that a server's process has used since its start.</summary>
/// <param name="Processor">Processor time.</param>
/// <param name="Switches">Voluntary context switches of its threads; null if the system does not count them.</param>
internal readonly record struct ServerUse(TimeSpan Processor, long? Switches)
{
    /// <summary>The usage so far; null without a process.</summary>
    public static ServerUse? Of(Process? server)
    {
        if (server is null)
            return null;
        server.Refresh();
        return new ServerUse(server.TotalProcessorTime, SwitchesOf(server));
    }

    /// <summary>Resident memory now, in bytes; null without a process.</summary>
    public static long? MemoryOf(Process? server)
    {
        server?.Refresh();
        return server?.WorkingSet64;
    }

    /// <summary>The usage between two moments.</summary>
    public static ServerUse operator -(ServerUse after, ServerUse before) => new(after.Processor - before.Processor, after.Switches - before.Switches);

    // Linux counts them for each thread; the count of an ended thread is lost.
    private static long? SwitchesOf(Process server)
    {
        const string Line = "voluntary_ctxt_switches:";
        var threads = new DirectoryInfo($"/proc/{server.Id}/task");
        if (!threads.Exists)
            return null;
        return threads.EnumerateDirectories()
            .SelectMany(StatusOf)
            .Where(line => line.StartsWith(Line, StringComparison.Ordinal))
            .Sum(line => long.Parse(line.AsSpan(Line.Length), CultureInfo.InvariantCulture));
    }

    private static string[] StatusOf(DirectoryInfo thread)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(thread.FullName, "status"));
        }
        catch (IOException)
        {
            return []; // the thread has just ended
        }
    }
}
