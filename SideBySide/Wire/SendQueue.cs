using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SideBySide.Wire;

/// <summary>The bytes that a send left with the kernel: a send completes when they are copied, not when they are transmitted.</summary>
internal static class SendQueue
{
    // getsockopt(IPPROTO_TCP, TCP_INFO) fills a struct tcp_info, which only ever grows at its end: tcp(7), linux/tcp.h.
    private const int Tcp = 6, TcpInfo = 11, UnacknowledgedSegments = 24, NotSentBytes = 144, Closed = 7;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Whether this system provides the data.</summary>
    public static bool IsKnown => OperatingSystem.IsLinux();

    /// <summary>The number of bytes that no segment has carried yet; null if the system does not provide it.</summary>
    public static int? Unsent(Socket socket) => Read(socket)?.Unsent;

    /// <summary>Whether the peer's kernel has acknowledged all sent bytes. Also true if the system does not provide it.</summary>
    public static bool HasArrived(Socket socket) => Read(socket) is null or { Unsent: 0, Unacknowledged: 0 };

    /// <summary>Waits until all bytes are acknowledged, as long as acknowledgements still arrive.</summary>
    /// <param name="socket">A connected socket; may be closed meanwhile.</param>
    /// <param name="time">The clock.</param>
    /// <param name="patience">The longest time without an acknowledgement.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task DeliveredAsync(Socket socket, TimeProvider time, TimeSpan patience, CancellationToken cancellation)
    {
        var (before, since) = (long.MaxValue, time.GetTimestamp());
        while (Left(socket) is > 0 and var left && !cancellation.IsCancellationRequested && time.GetElapsedTime(since) < patience)
        {
            if (left != before)
                (before, since) = (left, time.GetTimestamp());
            await Task.Delay(s_pause, time, CancellationToken.None);
        }
    }

    /// <summary>Whether the kernel has closed the connection: the peer has reset it.</summary>
    public static bool IsReset(Socket socket)
    {
        Span<byte> state = stackalloc byte[1];
        return IsKnown && socket.GetRawSocketOption(Tcp, TcpInfo, state) == 1 && state[0] == Closed;
    }

    // Unsent bytes plus unacknowledged segments: only a change and 0 matter.
    private static long Left(Socket socket)
    {
        try
        {
            return Read(socket) is var (unsent, unacknowledged) ? (long)unsent + unacknowledged : 0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private static (int Unsent, int Unacknowledged)? Read(Socket socket)
    {
        if (!IsKnown || socket.ProtocolType != ProtocolType.Tcp)
            return null;
        Span<byte> info = stackalloc byte[NotSentBytes + sizeof(int)];
        return socket.GetRawSocketOption(Tcp, TcpInfo, info) == info.Length
            ? (MemoryMarshal.Read<int>(info[NotSentBytes..]), MemoryMarshal.Read<int>(info[UnacknowledgedSegments..]))
            : null;
    }
}
