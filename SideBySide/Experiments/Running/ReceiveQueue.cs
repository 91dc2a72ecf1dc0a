using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SideBySide.Experiments.Running;

/// <summary>
/// The kernel's queues for a server: bytes that it has not received yet, and sent bytes that have not been acknowledged. Linux lists both
/// ends of a local connection in <c>/proc/net/tcp</c> and <c>tcp6</c>: proc(5).
/// </summary>
internal static class ReceiveQueue
{
    private const int Local = 1, Remote = 2, State = 3, QueuesColumn = 4; // columns: sl local rem st tx_queue:rx_queue …
    private const string Listening = "0A", Empty = "00000000:00000000";

    /// <summary>The number of bytes in the server's receive queue; null if this system does not list it.</summary>
    /// <param name="client">The client's end.</param>
    /// <param name="server">The server's end.</param>
    public static long? Unread(IPEndPoint client, IPEndPoint server) => Queues(client, server)?.Unread;

    /// <summary>The number of sent bytes that the client's kernel has not acknowledged; null as for <see cref="Unread"/>.</summary>
    /// <param name="client">The client's end.</param>
    /// <param name="server">The server's end.</param>
    public static long? Unacknowledged(IPEndPoint client, IPEndPoint server) => Queues(client, server)?.Unacknowledged;

    /// <summary>Whether bytes are in transit or unread between the server and any of its local clients.</summary>
    /// <param name="server">The server's end.</param>
    public static bool AnyOf(IPEndPoint server)
    {
        var port = server.Port.ToString("X4", CultureInfo.InvariantCulture);
        return Lines("/proc/net/tcp", port).Concat(Lines("/proc/net/tcp6", port)).Any(columns =>
            (columns[Local].EndsWith(port, StringComparison.Ordinal) || columns[Remote].EndsWith(port, StringComparison.Ordinal))
            && columns[State] != Listening && columns[QueuesColumn] != Empty);
    }

    private static (long Unacknowledged, long Unread)? Queues(IPEndPoint client, IPEndPoint server)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        return client.AddressFamily == AddressFamily.InterNetwork
            ? Find("/proc/net/tcp", client, server) ?? Find("/proc/net/tcp6", Mapped(client), Mapped(server)) // [::] also serves IPv4
            : Find("/proc/net/tcp6", client, server);
    }

    private static (long Unacknowledged, long Unread)? Find(string list, IPEndPoint client, IPEndPoint server)
    {
        var (local, remote) = (Hex(server), Hex(client));
        return Lines(list, local).FirstOrDefault(columns => columns[Local] == local && columns[Remote] == remote) is { } found
            && found[QueuesColumn].Split(':') is [var sent, var received] ? (Number(sent), Number(received)) : null;
    }

    // Most lines are other connections, often thousands in TIME_WAIT: only matching lines are split.
    private static IEnumerable<string[]> Lines(string list, string with) => !File.Exists(list) ? [] : File.ReadLines(list)
        .Where(line => line.Contains(with, StringComparison.Ordinal))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(columns => columns.Length > QueuesColumn);

    private static long Number(string digits) => long.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    // Each 32-bit word of an address in this machine's byte order.
    private static string Hex(IPEndPoint end) => string.Concat(
        string.Concat(MemoryMarshal.Cast<byte, uint>(end.Address.GetAddressBytes()).ToArray().Select(word => word.ToString("X8", CultureInfo.InvariantCulture))),
        ":", end.Port.ToString("X4", CultureInfo.InvariantCulture));

    private static IPEndPoint Mapped(IPEndPoint end) => new(end.Address.MapToIPv6(), end.Port);
}
