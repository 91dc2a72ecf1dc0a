using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RawSocketServer.Listening;

/// <summary>
/// Keeps the last file descriptors of this process for the process itself. An accept that fails for want of one would be easy
/// to survive; but the .NET runtime opens files whenever it first needs an assembly, and without a descriptor for that it ends
/// the process ("Out of memory."). Redis keeps 32 for itself in the same way, and HAProxy works out its maxconn so.
/// </summary>
internal static class DescriptorReserve
{
    private const int Reserve = 64;

    /// <summary>How many descriptors this process may have open (<c>ulimit -n</c>). Windows sets no such limit.</summary>
    public static long Limit { get; } = OperatingSystem.IsWindows() ? long.MaxValue : ReadLimit();

    /// <summary>Whether a new socket has one of the last. Unix always gives the lowest that is free, so its number tells.</summary>
    public static bool IsTouchedBy(Socket newest) =>
        Limit != long.MaxValue && newest.SafeHandle.DangerousGetHandle() >= Limit - Reserve;

    /// <summary>Whether the next accepted socket would have none of the last: a socket made for a moment tells.</summary>
    public static bool HasRoom()
    {
        try
        {
            using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
            return !IsTouchedBy(probe);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static long ReadLimit()
    {
        const int LinuxNoFile = 7, BsdNoFile = 8; // RLIMIT_NOFILE
        return getrlimit(OperatingSystem.IsLinux() ? LinuxNoFile : BsdNoFile, out var limit) == 0 && limit.Current <= int.MaxValue
            ? (long)limit.Current
            : long.MaxValue;
    }

    [DllImport("libc")]
    private static extern int getrlimit(int resource, out ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ResourceLimit
    {
        public readonly nuint Current;
        public readonly nuint Maximum;
    }
}
