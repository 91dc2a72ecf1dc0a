using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SideBySide.Experiments.Running;

/// <summary>
/// What the kernel holds for a server: bytes that arrived on a connection and that the server has not received yet. Linux lists both ends
/// of a connection of this machine in <c>/proc/net/tcp</c> and <c>tcp6</c>: proc_net_tcp(5).
/// </summary>
internal static class ReceiveQueue
{
    private const int Local = 1, Remote = 2, Queues = 4; // columns: sl local rem st tx_queue:rx_queue …

    /// <summary>Bytes in the receive queue of the server's end; null when this system does not list it.</summary>
    /// <param name="client">The client's end.</param>
    /// <param name="server">The server's end.</param>
    public static long? Unread(IPEndPoint client, IPEndPoint server)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        return client.AddressFamily == AddressFamily.InterNetwork
            ? Find("/proc/net/tcp", client, server) ?? Find("/proc/net/tcp6", Mapped(client), Mapped(server)) // a server on [::] serves IPv4, too
            : Find("/proc/net/tcp6", client, server);
    }

    private static long? Find(string list, IPEndPoint client, IPEndPoint server)
    {
        var (local, remote) = (Hex(server), Hex(client));
        try
        {
            foreach (var line in File.ReadLines(list))
            {
                var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (columns.Length > Queues && columns[Local] == local && columns[Remote] == remote)
                    return long.Parse(columns[Queues].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
        }
        catch (IOException)
        {
            // A system without this file: it does not say.
        }

        return null;
    }

    // Each 32 bits of an address as this machine reads them from memory.
    private static string Hex(IPEndPoint end) => string.Concat(
        string.Concat(MemoryMarshal.Cast<byte, uint>(end.Address.GetAddressBytes()).ToArray().Select(word => word.ToString("X8", CultureInfo.InvariantCulture))),
        ":", end.Port.ToString("X4", CultureInfo.InvariantCulture));

    private static IPEndPoint Mapped(IPEndPoint end) => new(end.Address.MapToIPv6(), end.Port);
}
