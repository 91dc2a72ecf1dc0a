using System.Globalization;

namespace SideBySide.Experiments.Running;

/// <summary>Whether a program is blocked: all its threads sleep, and none has run since the last call. Linux only: proc(5).</summary>
/// <param name="id">The process id.</param>
internal sealed class BlockedProcess(int id)
{
    private const string Switches = "ctxt_switches:";

    private long? _before;

    /// <summary>Whether this system provides the data.</summary>
    public static bool IsKnown => OperatingSystem.IsLinux();

    /// <summary>Whether the program sleeps and has slept since the last call.</summary>
    public bool IsBlocked()
    {
        var (before, now) = (_before, _before = Slept());
        return now is not null && now == before;
    }

    // The context switches of all threads; null while a thread can run.
    private long? Slept()
    {
        try
        {
            long switches = 0;
            foreach (var thread in Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/task")))
            {
                foreach (var line in File.ReadLines(Path.Combine(thread, "status")))
                {
                    if (line.StartsWith("State:", StringComparison.Ordinal) && !line.EndsWith("(sleeping)", StringComparison.Ordinal))
                        return null;
                    if (line.IndexOf(Switches, StringComparison.Ordinal) is >= 0 and var at)
                        switches += long.Parse(line.AsSpan(at + Switches.Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
                }
            }

            return switches;
        }
        catch (IOException)
        {
            return null; // the process has ended
        }
    }
}
