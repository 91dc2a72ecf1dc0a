using System.Globalization;
using System.Net;

namespace SideBySide.Experiments.Running;

/// <summary>What the system holds for the server's end of a connection and the server has not received yet.</summary>
internal static class ReceiveQueue
{
    private const string Table = "/proc/net/tcp"; // proc(5): local and remote address in hexadecimal, state, tx_queue:rx_queue

    /// <summary>Whether the server has received all that has arrived; null where the system does not say.</summary>
    /// <param name="client">The client's end.</param>
    /// <param name="server">The server's end.</param>
    public static bool? IsEmpty(IPEndPoint client, IPEndPoint server)
    {
        if (!OperatingSystem.IsLinux() || server.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork)
            return null;
        var (local, remote) = (Hexadecimal(server), Hexadecimal(client));
        var words = File.ReadLines(Table)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(words => words.Length > 4 && words[1] == local && words[2] == remote);
        return words is null || words[4].EndsWith(":00000000", StringComparison.Ordinal);
    }

    private static string Hexadecimal(IPEndPoint end) => string.Create(CultureInfo.InvariantCulture,
        $"{BitConverter.ToUInt32(end.Address.GetAddressBytes()):X8}:{end.Port:X4}");
}
