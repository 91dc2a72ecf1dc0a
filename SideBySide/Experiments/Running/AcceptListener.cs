using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Net;

namespace SideBySide.Experiments.Running;

/// <summary>
/// Listens to what .NET's own socket library tells of every connection that it accepts in this process, whoever asked for it. A
/// framework that did without sockets would not be seen here.
/// </summary>
/// <remarks>
/// The library's public events name the address as it was bound, with port 0 where any port was asked for. Its diagnostic events name
/// both ends of the accepted connection.
/// </remarks>
internal sealed class AcceptListener : EventListener
{
    private const EventKeywords Default = (EventKeywords)1;

    private readonly ConcurrentBag<(string Client, string Server)> _accepted = [];

    /// <summary>Whether the library accepted this very connection.</summary>
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

    // An address goes by its hash code there.
    private static string Name(IPEndPoint address) => string.Create(CultureInfo.InvariantCulture, $"{nameof(IPEndPoint)}#{address.GetHashCode()}");
}
