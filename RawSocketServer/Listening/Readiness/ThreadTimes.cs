using System.Globalization;
using System.Runtime.InteropServices;

namespace RawSocketServer.Listening.Readiness;

/// <summary>
/// How long a thread has run and how long it was ready to run and had no processor, as Linux counts it (/proc/…/schedstat). It tells a handler that blocks
/// from a machine that is busy: there, another thread would only add to the load.
/// </summary>
internal sealed class ThreadTimes
{
    private readonly string _path;
    private long _waited = -1;

    /// <summary>Of the thread whose schedstat is at this path.</summary>
    internal ThreadTimes(string path) => _path = path;

    /// <summary>Of the thread that asks.</summary>
    public static ThreadTimes? OfThisThread() => OperatingSystem.IsLinux() ? new ThreadTimes($"/proc/self/task/{gettid()}/schedstat") : null;

    /// <summary>Whether the thread has lacked a processor for a good part of the time since this was asked last; for one asker. Unknown the first time: true.</summary>
    /// <param name="part">What a good part is.</param>
    public bool LackedProcessor(TimeSpan part)
    {
        var before = _waited;
        _waited = ReadWaited();
        return before < 0 || _waited < 0 || _waited - before > part.TotalNanoseconds;
    }

    /// <summary>The thread goes on: what is measured begins anew.</summary>
    public void Forget() => _waited = -1;

    // Nanoseconds run, nanoseconds waited for a processor, times run.
    private long ReadWaited()
    {
        try
        {
            return long.Parse(File.ReadAllText(_path).Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return 0; // a kernel that does not count, or the thread has ended: then only the second look speaks
        }
    }

    [DllImport("libc")]
    private static extern int gettid();
}
