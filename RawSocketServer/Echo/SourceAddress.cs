using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RawSocketServer.Echo;

/// <summary>
/// Sends datagrams from a given address of this machine. .NET has no call for that: sendmsg(2) with a control message (IP_PKTINFO,
/// IPV6_PKTINFO).
/// </summary>
/// <param name="socket">A socket bound to every address.</param>
/// <param name="bytes">The send buffer; pinned.</param>
internal sealed class SourceAddress(Socket socket, byte[] bytes)
{
    private const int IpLevel = 0, IpPacketInfo = 8; // IPPROTO_IP, IP_PKTINFO
    private const int Ipv6Level = 41, Ipv6PacketInfo = 50; // IPPROTO_IPV6, IPV6_PKTINFO
    private const int DoNotWait = 0x40; // MSG_DONTWAIT
    private const int TryAgain = 11; // EAGAIN

    private readonly byte[] _name = GC.AllocateArray<byte>(128, pinned: true); // struct sockaddr_storage
    private readonly byte[] _control = GC.AllocateArray<byte>(40, pinned: true);
    private readonly nint[] _vector = GC.AllocateArray<nint>(2, pinned: true); // struct iovec { void *iov_base; size_t iov_len; }

    /// <summary>Whether the socket is bound to every address, so that the kernel would choose the source.</summary>
    public static bool MustBeSaid(Socket socket) => OperatingSystem.IsLinux() && Environment.Is64BitProcess
        && socket.LocalEndPoint is IPEndPoint { Address: var bound } && (bound.Equals(IPAddress.Any) || bound.Equals(IPAddress.IPv6Any));

    /// <summary>Sends the first bytes of the buffer. If the kernel has no room, the datagram is lost, which is normal for UDP.</summary>
    /// <exception cref="SocketException">The address cannot be a source, for example a broadcast address.</exception>
    public void Send(int count, IPEndPoint to, IPAddress from)
    {
        var name = to.Serialize();
        name.Buffer.Span[..name.Size].CopyTo(_name);
        (_vector[0], _vector[1]) = (AddressOf(bytes), count);
        var message = new MessageHeader
        {
            Name = AddressOf(_name),
            NameLength = (uint)name.Size,
            Vectors = AddressOf(_vector),
            VectorCount = 1,
            Control = AddressOf(_control),
            ControlLength = (nuint)WriteControl(from),
        };
        if (sendmsg(socket.SafeHandle, message, DoNotWait) < 0)
            throw new SocketException(
                (int)(Marshal.GetLastPInvokeError() == TryAgain ? SocketError.WouldBlock : SocketError.AddressNotAvailable));
    }

    private static nint AddressOf<T>(T[] pinned) => Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);

    // struct cmsghdr { size_t cmsg_len; int cmsg_level; int cmsg_type; } and its data, on 64 bits; the length is a multiple of 8 bytes.
    private int WriteControl(IPAddress from)
    {
        const int HeaderLength = 16;
        var isV6 = socket.AddressFamily == AddressFamily.InterNetworkV6;
        ReadOnlySpan<byte> data = isV6
            ? [.. from.MapToIPv6().GetAddressBytes(), 0, 0, 0, 0] // in6_pktinfo: address, interface
            : [0, 0, 0, 0, .. from.MapToIPv4().GetAddressBytes(), 0, 0, 0, 0]; // in_pktinfo: interface, source, destination
        BitConverter.TryWriteBytes(_control, (long)(HeaderLength + data.Length));
        BitConverter.TryWriteBytes(_control.AsSpan(8), isV6 ? Ipv6Level : IpLevel);
        BitConverter.TryWriteBytes(_control.AsSpan(12), isV6 ? Ipv6PacketInfo : IpPacketInfo);
        data.CopyTo(_control.AsSpan(HeaderLength));
        return HeaderLength + ((data.Length + 7) / 8 * 8);
    }

    [DllImport("libc", SetLastError = true)]
    private static extern nint sendmsg(SafeSocketHandle socket, in MessageHeader message, int flags);

    [StructLayout(LayoutKind.Sequential)]
    private struct MessageHeader
    {
        public nint Name;
        public uint NameLength;
        public nint Vectors;
        public nuint VectorCount;
        public nint Control;
        public nuint ControlLength;
        public int Flags;
    }
}
