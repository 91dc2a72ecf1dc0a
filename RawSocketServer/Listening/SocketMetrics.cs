using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;

namespace RawSocketServer.Listening;

/// <summary>
/// The measurements of sockets, one instance per listener. OpenTelemetry has no names for socket servers, so these follow its conventions
/// and use its attributes: <c>server.address</c>, <c>server.port</c>, <c>network.transport</c>, <c>network.io.direction</c>. Without a
/// listener an instrument costs one check.
/// </summary>
internal sealed class SocketMetrics : IDisposable
{
    /// <summary>The meter's name, for <c>dotnet-counters</c> and exporters.</summary>
    public const string MeterName = "RawSocketServer";

    private static readonly ConcurrentDictionary<SocketMetrics, Func<int>> s_listeners = new();
    private static readonly Meter s_meter = new(MeterName);
    private static readonly Counter<long> s_opened = s_meter.CreateCounter<long>("socket.opened_connections", "{connection}", "Connections that were accepted and served.");
    private static readonly Counter<long> s_rejected = s_meter.CreateCounter<long>("socket.refused_connections", "{connection}", "Connections that were accepted and not served, by reason.");
    private static readonly Counter<long> s_io = s_meter.CreateCounter<long>("socket.io", "By", "Bytes received and sent.");
    private static readonly Counter<long> s_droppedDatagrams = s_meter.CreateCounter<long>("socket.dropped_datagrams", "{datagram}", "Datagrams without a response, by reason.");
    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram<double>("socket.connection.duration", "s", "How long connections lasted.",
        // Like Kestrel's connections.
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300] });

    private readonly TimeProvider _time;
    private readonly KeyValuePair<string, object?>[] _tags;
    private readonly TagList _received;
    private readonly TagList _sent;

    // Read on request, so it is also right for a late listener.
    static SocketMetrics() => s_meter.CreateObservableUpDownCounter("socket.active_connections",
        () => s_listeners.Select(listener => new Measurement<int>(listener.Value(), listener.Key._tags)), "{connection}", "Connections being served.");

    /// <param name="transport"><c>tcp</c> or <c>udp</c>.</param>
    /// <param name="url">The requested address.</param>
    /// <param name="bound">The bound address.</param>
    /// <param name="active">Returns the number of connections being served; null for UDP.</param>
    /// <param name="time">The clock of durations.</param>
    public SocketMetrics(string transport, ListenUrl url, IPEndPoint bound, Func<int>? active, TimeProvider time)
    {
        _time = time;
        _tags = [new("server.address", url.Host), new("server.port", bound.Port), new("network.transport", transport)];
        _received = [.. _tags, new("network.io.direction", "receive")];
        _sent = [.. _tags, new("network.io.direction", "transmit")];
        if (active is not null)
            s_listeners[this] = active;
    }

    /// <summary>Whether a listener counts bytes.</summary>
    public static bool CountsBytes => s_io.Enabled;

    /// <summary>Bytes were received.</summary>
    public void Received(int bytes) => s_io.Add(bytes, _received);

    /// <summary>Bytes were sent.</summary>
    public void Sent(int bytes) => s_io.Add(bytes, _sent);

    /// <summary>The service of a connection begins.</summary>
    /// <returns>The start time, for <see cref="Closed"/>.</returns>
    public long Opened()
    {
        s_opened.Add(1, _tags);
        return _time.GetTimestamp();
    }

    /// <summary>The service of a connection ended.</summary>
    /// <param name="opened">The start time.</param>
    /// <param name="failure">The error that ended it, one of a few fixed values; null for a normal end.</param>
    public void Closed(long opened, string? failure)
    {
        if (!s_duration.Enabled)
            return;
        TagList tags = [.. _tags];
        if (failure is not null)
            tags.Add("error.type", failure);
        s_duration.Record(_time.GetElapsedTime(opened).TotalSeconds, tags);
    }

    /// <summary>A connection is closed without being served.</summary>
    /// <param name="reason">One of a few fixed values, never text from a peer.</param>
    public void Rejected(string reason)
    {
        if (s_rejected.Enabled)
            s_rejected.Add(1, [.. _tags, new("reason", reason)]);
    }

    /// <summary>A datagram gets no response.</summary>
    /// <param name="reason">One of a few fixed values, never text from a peer.</param>
    public void Dropped(string reason)
    {
        if (s_droppedDatagrams.Enabled)
            s_droppedDatagrams.Add(1, [.. _tags, new("reason", reason)]);
    }

    /// <summary>The listener was closed.</summary>
    public void Dispose() => s_listeners.TryRemove(this, out _);
}
