using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SideBySide.Experiments.Running;

/// <summary>What a socket's send left with the system: a send is done when the bytes are copied there, not when they have left.</summary>
internal static class SendQueue
{
    // getsockopt(IPPROTO_TCP, TCP_INFO) fills a struct tcp_info, which only ever grows at its end: tcp(7), linux/tcp.h.
    private const int Tcp = 6, TcpInfo = 11, NotSentBytes = 144;

    /// <summary>Whether this system tells.</summary>
    public static bool IsKnown => OperatingSystem.IsLinux();

    /// <summary>Bytes that no segment has carried yet; null where the system does not tell.</summary>
    public static int? Unsent(Socket socket)
    {
        if (!IsKnown || socket.ProtocolType != ProtocolType.Tcp)
            return null;
        Span<byte> info = stackalloc byte[NotSentBytes + sizeof(int)];
        return socket.GetRawSocketOption(Tcp, TcpInfo, info) == info.Length ? MemoryMarshal.Read<int>(info[NotSentBytes..]) : null;
    }
}
