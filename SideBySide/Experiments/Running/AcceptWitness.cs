using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Net;

namespace SideBySide.Experiments.Running;

/// <summary>
/// Listens to the events of .NET's own socket library, which tells of every accept in this process, whoever asked for it. A framework
/// that did without sockets would not be seen here.
/// </summary>
internal sealed class AcceptWitness : EventListener
{
    private readonly ConcurrentQueue<string> _accepting = new();

    /// <summary>Whether the library was asked to accept at this address.</summary>
    public bool Saw(IPEndPoint server)
    {
        // The runtime writes a socket address, "InterNetwork:16:{31,146,127,0,0,1,…}": its first two bytes are the port.
        var port = string.Create(CultureInfo.InvariantCulture, $"{{{server.Port >> 8},{server.Port & 0xFF},");
        return _accepting.Any(address => address.Contains(port, StringComparison.Ordinal));
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Net.Sockets")
            EnableEvents(eventSource, EventLevel.Informational);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData is { EventName: "AcceptStart", Payload: [string address, ..] })
            _accepting.Enqueue(address);
    }
}
