using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Net;

namespace SideBySide.Experiments.Running;

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
