using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RawSocketServer.Listening;

/// <summary>
/// Reserves the last file descriptors for the process itself. A failed accept would be harmless; but the .NET runtime opens a file whenever
/// it first needs an assembly, and without a descriptor for it the process ends ("Out of memory."). Redis reserves 32 in the same way, and
/// HAProxy computes its maxconn like this.
/// </summary>
internal static class DescriptorReserve
{
    private const int Reserve = 64;

    /// <summary>The maximum number of open descriptors of this process (<c>ulimit -n</c>). Windows has no such limit.</summary>
    public static long Limit { get; } = OperatingSystem.IsWindows() ? long.MaxValue : ReadLimit();

    /// <summary>
    /// Whether a new socket has one of the last descriptors. Unix always assigns the lowest free number, so the number is enough.
    /// </summary>
    public static bool IsTouchedBy(Socket newest) =>
        Limit != long.MaxValue && newest.SafeHandle.DangerousGetHandle() >= Limit - Reserve;

    /// <summary>Whether the next accepted socket would still have a descriptor to spare: checked with a temporary socket.</summary>
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
