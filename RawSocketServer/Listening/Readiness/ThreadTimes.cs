using System.Globalization;
using System.Runtime.InteropServices;

namespace RawSocketServer.Listening.Readiness;

/// <summary>
/// How long a thread has run, and how long it was ready to run without a processor, as Linux counts it (/proc/…/schedstat). It
/// distinguishes a blocking handler from a busy machine, where another thread would only add to the load.
/// </summary>
internal sealed class ThreadTimes
{
    private readonly string _path;
    private long _waited = -1;

    /// <summary>The times of the thread with this schedstat path.</summary>
    internal ThreadTimes(string path) => _path = path;

    /// <summary>The times of the current thread.</summary>
    public static ThreadTimes? OfThisThread() =>
        OperatingSystem.IsLinux() ? new ThreadTimes($"/proc/self/task/{gettid()}/schedstat") : null;

    /// <summary>
    /// Whether the thread lacked a processor for the given part of the time since the last call; for one caller. Unknown the first time:
    /// true.
    /// </summary>
    /// <param name="part">The part of the time.</param>
    public bool LackedProcessor(TimeSpan part)
    {
        var before = _waited;
        _waited = ReadWaited();
        return before < 0 || _waited < 0 || _waited - before > part.TotalNanoseconds;
    }

    /// <summary>Restarts the measurement.</summary>
    public void Forget() => _waited = -1;

    // Nanoseconds run, nanoseconds waited for a processor, number of runs.
    private long ReadWaited()
    {
        try
        {
            return long.Parse(File.ReadAllText(_path).Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return 0; // a kernel without these counters, or the thread has ended: then only the second check counts
        }
    }

    [DllImport("libc")]
    private static extern int gettid();
}
