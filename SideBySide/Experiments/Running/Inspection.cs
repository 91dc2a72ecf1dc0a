using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using SideBySide.Wire;

namespace SideBySide.Experiments.Running;

/// <summary>What the operating system, the runtime or the record itself tell beyond the bytes; each as <c>name=value</c>.</summary>
internal static class Inspection
{
    // A little less than what a delayed acknowledgement costs (40 ms on Linux).
    private static readonly TimeSpan s_noticeable = TimeSpan.FromMilliseconds(35);

    /// <summary>The port among those that the system lists as listening.</summary>
    public static string Listener(IPEndPoint server) =>
        $"listening={YesNo(IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == server.Port))}";

    /// <summary>
    /// Which end of closed connections the system still remembers. One remembered is enough: an acknowledgement that is late by
    /// microseconds ends a TIME_WAIT at once (RFC 1337, "assassination").
    /// </summary>
    public static string TimeWait(IEnumerable<IPEndPoint> clients, IPEndPoint server)
    {
        var waiting = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
            .Where(connection => connection.State == TcpState.TimeWait)
            .Select(connection => (connection.LocalEndPoint.Port, connection.RemoteEndPoint.Port))
            .ToHashSet();
        return $"time-wait={(clients.Any(client => waiting.Contains((client.Port, server.Port))) ? "client" : clients.Any(client => waiting.Contains((server.Port, client.Port))) ? "server" : "none")}";
    }

    /// <summary>
    /// Whether answers to what was given in several sends came noticeably late, because the system let the first piece go and held the
    /// last back; a third of them, since it acknowledges some pieces at once. A busy machine makes answers late, too, but holds nothing
    /// back; and a server that answers the first piece alone makes the system hold back the next one's first.
    /// </summary>
    public static string Delay(IReadOnlyList<WireEvent> events, string connection)
    {
        var (answers, delayed, sends) = (0, 0, new List<WireEvent>());
        foreach (var happened in events.Where(e => e.Connection == connection))
        {
            if (happened.Kind == WireEventKind.Sent)
                sends.Add(happened);
            else if (happened.Kind == WireEventKind.Received)
            {
                if (sends.Count > 1)
                {
                    answers++;
                    var heldBack = sends[0].Unsent is null or 0 && sends[^1].Unsent != 0;
                    delayed += heldBack && happened.At - sends[0].At > s_noticeable ? 1 : 0;
                }

                sends.Clear();
            }
        }

        return $"delayed={YesNo(answers > 0 && delayed * 3 >= answers)}";
    }

    /// <summary>In how many receives the bytes came.</summary>
    public static string Receives(IReadOnlyList<WireEvent> events, string connection) =>
        string.Create(CultureInfo.InvariantCulture, $"receives={Pieces(events, connection).Count()}");

    /// <summary>Whether each piece is text by itself; the whole may well be.</summary>
    public static string Utf8(IReadOnlyList<WireEvent> events, string connection) =>
        $"pieces={(Pieces(events, connection).All(piece => System.Text.Unicode.Utf8.IsValid(piece.Bytes.Span)) ? "whole" : "broken")}";

    /// <summary>Whether someone else can listen where the server does.</summary>
    public static string Listen(IPEndPoint server)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(server);
            socket.Listen();
            return "listen=granted";
        }
        catch (SocketException e)
        {
            return $"listen={e.SocketErrorCode}";
        }
    }

    /// <summary>Whether this machine has the address.</summary>
    public static bool Exists(IPAddress address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static IEnumerable<WireEvent> Pieces(IReadOnlyList<WireEvent> events, string connection) =>
        events.Where(e => e.Connection == connection && e.Kind == WireEventKind.Received);

    private static string YesNo(bool value) => value ? "yes" : "no";
}
