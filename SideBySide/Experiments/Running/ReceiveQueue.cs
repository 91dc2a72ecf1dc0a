using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SideBySide.Experiments.Running;

/// <summary>
/// The kernel's queues for a server: bytes that it has not received yet, and sent bytes that have not been acknowledged. Linux knows both
/// ends of a local connection and finds one by its addresses: sock_diag(7). <c>/proc/net/tcp</c> has the same numbers, but each read of it
/// goes through the whole table of the machine.
/// </summary>
internal static class ReceiveQueue
{
    // linux/netlink.h, linux/sock_diag.h
    private const int Netlink = 16, Datagram = 2, CloseOnExec = 0x80000, SocketDiagnostics = 4;
    private const ushort ByFamily = 20, Request = 0x001, Dump = 0x300;
    private const int HeaderSize = 16;

    // linux/inet_diag.h: struct inet_diag_req_v2 and struct inet_diag_msg. Both contain the two ends: ports, then 16 bytes for each address.
    private const int RequestSize = 56, RequestEnds = 8, MessageEnds = 4, EndsSize = 48, Interface = 36, Cookie = 40;
    private const int Unreceived = MessageEnds + EndsSize + 4, NotAcknowledged = Unreceived + 4, MessageSize = NotAcknowledged + 4;
    private const byte Tcp = 6, InternetV4 = 2, InternetV6 = 10;
    private const uint TimeWait = 1 << 6, Listening = 1 << 10;

    /// <summary>The number of bytes in the server's receive queue; null if this system does not tell.</summary>
    /// <param name="client">The client's end.</param>
    /// <param name="server">The server's end.</param>
    public static long? Unread(IPEndPoint client, IPEndPoint server) => Find(client, server)?.Unread;

    /// <summary>The number of sent bytes that the client's kernel has not acknowledged; null as for <see cref="Unread"/>.</summary>
    /// <param name="client">The client's end.</param>
    /// <param name="server">The server's end.</param>
    public static long? Unacknowledged(IPEndPoint client, IPEndPoint server) => Find(client, server)?.Unacknowledged;

    /// <summary>Whether bytes are in transit or unread between the server and any of its local clients.</summary>
    /// <param name="server">The server's end.</param>
    public static bool AnyOf(IPEndPoint server) => Ask(InternetV4, Dump, []).Concat(Ask(InternetV6, Dump, []))
        .Any(queues => (queues.LocalPort == server.Port || queues.RemotePort == server.Port) && queues.Unread + queues.Unacknowledged > 0);

    private static Queues? Find(IPEndPoint client, IPEndPoint server)
    {
        var ends = new byte[EndsSize];
        Write(ends, 0, 4, server);
        Write(ends, 2, 20, client);
        BinaryPrimitives.WriteUInt32LittleEndian(ends.AsSpan(Interface), (uint)(server.AddressFamily == AddressFamily.InterNetworkV6 ? server.Address.ScopeId : 0));
        ends.AsSpan(Cookie).Fill(0xFF); // any
        var family = client.AddressFamily == AddressFamily.InterNetwork ? InternetV4 : InternetV6; // IPv4 also finds a server on [::]
        return Ask(family, 0, ends) is [var only] ? only : null;
    }

    private static void Write(Span<byte> ends, int port, int address, IPEndPoint end)
    {
        BinaryPrimitives.WriteUInt16BigEndian(ends[port..], (ushort)end.Port);
        _ = end.Address.TryWriteBytes(ends[address..], out _);
    }

    // No connection, or a system that does not know the question: an empty list.
    private static List<Queues> Ask(byte family, ushort flags, ReadOnlySpan<byte> ends)
    {
        var found = new List<Queues>();
        if (!OperatingSystem.IsLinux() || !BitConverter.IsLittleEndian)
            return found;
        using var handle = new SafeFileHandle(OpenSocket(Netlink, Datagram | CloseOnExec, SocketDiagnostics), ownsHandle: true);
        if (handle.IsInvalid)
            return found;
        using var kernel = new FileStream(handle, FileAccess.ReadWrite, bufferSize: 0);

        var request = new byte[HeaderSize + RequestSize];
        BinaryPrimitives.WriteInt32LittleEndian(request, request.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(4), ByFamily);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(6), (ushort)(Request | flags));
        (request[HeaderSize], request[HeaderSize + 1]) = (family, Tcp);
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(HeaderSize + 4), ~(TimeWait | Listening));
        ends.CopyTo(request.AsSpan(HeaderSize + RequestEnds));
        kernel.Write(request);

        var buffer = new byte[32 * 1024];
        while (Read(buffer.AsSpan(0, kernel.Read(buffer)), found) && flags == Dump)
        {
        }

        return found;
    }

    // Returns whether more messages follow those in the buffer.
    private static bool Read(ReadOnlySpan<byte> messages, List<Queues> found)
    {
        while (messages.Length >= HeaderSize)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(messages);
            if (BinaryPrimitives.ReadUInt16LittleEndian(messages[4..]) != ByFamily || length < HeaderSize + MessageSize)
                return false; // the end of the list, or an error
            var message = messages[HeaderSize..length];
            found.Add(new(
                BinaryPrimitives.ReadUInt16BigEndian(message[MessageEnds..]),
                BinaryPrimitives.ReadUInt16BigEndian(message[(MessageEnds + 2)..]),
                BinaryPrimitives.ReadUInt32LittleEndian(message[Unreceived..]),
                BinaryPrimitives.ReadUInt32LittleEndian(message[NotAcknowledged..])));
            messages = messages[Math.Min(messages.Length, (length + 3) & ~3)..];
        }

        return true;
    }

    [DllImport("libc", EntryPoint = "socket")]
    private static extern int OpenSocket(int family, int type, int protocol);

    private readonly record struct Queues(int LocalPort, int RemotePort, long Unread, long Unacknowledged);
}
