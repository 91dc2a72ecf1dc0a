using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using SideBySide.Wire;

namespace SideBySide.Experiments.Running;

/// <summary>What the operating system, the runtime or the record itself tell beyond the bytes; each as <c>name=value</c>.</summary>
internal static class Inspection
{
    // Between what a busy machine mostly adds and what a delayed acknowledgement costs (40 ms on Linux).
    private static readonly TimeSpan s_noticeable = TimeSpan.FromMilliseconds(35);

    /// <summary>The port among those that the system lists as listening.</summary>
    public static string Listener(IPEndPoint server) =>
        $"listening={YesNo(IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == server.Port))}";

    /// <summary>Which end of a closed connection the system still remembers.</summary>
    public static string TimeWait(IPEndPoint client, IPEndPoint server)
    {
        var waiting = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections().Where(connection => connection.State == TcpState.TimeWait).ToArray();
        bool Is(IPEndPoint local, IPEndPoint remote) => waiting.Any(connection => connection.LocalEndPoint.Port == local.Port && connection.RemoteEndPoint.Port == remote.Port);
        return $"time-wait={(Is(client, server) ? "client" : Is(server, client) ? "server" : "none")}";
    }

    /// <summary>
    /// Whether two thirds of the answers to what left in several sends came noticeably late. Not all: the system acknowledges some at
    /// once. Not just some: a busy machine makes more than half of them late that would not be.
    /// </summary>
    public static string Delay(IReadOnlyList<WireEvent> events, string connection)
    {
        var waits = new List<TimeSpan>();
        var (sends, lastSend) = (0, TimeSpan.Zero);
        foreach (var happened in events.Where(e => e.Connection == connection))
        {
            if (happened.Kind == WireEventKind.Sent)
                (sends, lastSend) = (sends + 1, happened.At);
            else if (happened.Kind == WireEventKind.Received)
            {
                if (sends > 1)
                    waits.Add(happened.At - lastSend);
                sends = 0;
            }
        }

        waits.Sort();
        return $"delayed={YesNo(waits.Count > 0 && waits[waits.Count / 3] > s_noticeable)}";
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
