using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using SideBySide.Wire;

namespace SideBySide.Experiments.Running;

/// <summary>Observations from the operating system, the runtime or the log; each as <c>name=value</c>.</summary>
internal static class Inspection
{
    /// <summary>Whether the system lists the server's port as listening.</summary>
    public static string Listener(IPEndPoint server) =>
        $"listening={YesNo(IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == server.Port))}";

    /// <summary>
    /// The end of closed connections that the system keeps in TIME_WAIT. One such connection is enough: an ACK that is late by microseconds
    /// can end a TIME_WAIT at once (RFC 1337, "assassination").
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
    /// Whether the kernel held back the last of several sends after it had sent the first, before at least one response. Only the kernel
    /// knows. The response time is not judged, since a busy machine delays responses too.
    /// </summary>
    public static string HeldBack(IReadOnlyList<WireEvent> events, string connection)
    {
        var (heldBack, sends) = (false, new List<WireEvent>());
        foreach (var happened in events.Where(e => e.Connection == connection))
        {
            if (happened.Kind == WireEventKind.Sent)
                sends.Add(happened);
            else if (happened.Kind == WireEventKind.Received)
            {
                heldBack |= sends.Count > 1 && sends[0].Unsent == 0 && sends[^1].Unsent > 0;
                sends.Clear();
            }
        }

        return $"held-back={YesNo(heldBack)}";
    }

    /// <summary>The number of receives that returned the bytes.</summary>
    public static string Receives(IReadOnlyList<WireEvent> events, string connection) =>
        string.Create(CultureInfo.InvariantCulture, $"receives={Pieces(events, connection).Count()}");

    /// <summary>Whether each received piece is valid UTF-8 by itself.</summary>
    public static string Utf8(IReadOnlyList<WireEvent> events, string connection) =>
        $"pieces={(Pieces(events, connection).All(piece => System.Text.Unicode.Utf8.IsValid(piece.Bytes.Span)) ? "whole" : "broken")}";

    /// <summary>Whether another socket can listen on the server's address.</summary>
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

/// <summary>
/// Listens to the events of .NET's socket library for each connection accepted in this process. It would not see a framework without .NET
/// sockets.
/// </summary>
/// <remarks>
/// The library's public events contain the bound address, whose port may be 0. Its diagnostic events contain both ends of the accepted
/// connection.
/// </remarks>
internal sealed class AcceptListener : EventListener
{
    private const EventKeywords Default = (EventKeywords)1;

    private readonly ConcurrentBag<(string Client, string Server)> _accepted = [];

    /// <summary>Whether the library accepted exactly this connection.</summary>
    public bool Saw(IPEndPoint client, IPEndPoint server) => _accepted.Contains((Name(client), Name(server)));

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Private.InternalDiagnostics.System.Net.Sockets")
            EnableEvents(eventSource, EventLevel.Informational, Default);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData is { EventName: "Accepted", Payload: [string client, string server, ..] })
            _accepted.Add((client, server));
    }

    // The events contain the hash code of an address.
    private static string Name(IPEndPoint address) => string.Create(CultureInfo.InvariantCulture, $"{nameof(IPEndPoint)}#{address.GetHashCode()}");
}
