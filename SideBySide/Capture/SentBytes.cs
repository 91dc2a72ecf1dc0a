using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SideBySide.Capture;

/// <summary>Whether the peer's kernel has acknowledged all bytes of a socket.</summary>
internal static class SentBytes
{
    // getsockopt(IPPROTO_TCP, TCP_INFO) fills a struct tcp_info, which only ever grows at its end: tcp(7), linux/tcp.h.
    private const int Tcp = 6, TcpInfo = 11, Unacknowledged = 24, NotSent = 144;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

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

    // Unsent bytes plus unacknowledged segments: only a change and 0 matter. 0 if the system does not report it.
    private static long Left(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        try
        {
            Span<byte> info = stackalloc byte[NotSent + sizeof(int)];
            return socket.GetRawSocketOption(Tcp, TcpInfo, info) != info.Length ? 0
                : MemoryMarshal.Read<uint>(info[NotSent..]) + (long)MemoryMarshal.Read<uint>(info[Unacknowledged..]);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }
}
