using System.Text.Json.Serialization;

namespace SideBySide.Wire;

/// <summary>The kinds of events on a connection, from the client's view.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WireEventKind>))]
public enum WireEventKind
{
    /// <summary>The connection is established.</summary>
    [JsonStringEnumMemberName("connected")]
    Connected,

    /// <summary>The kernel accepted these bytes.</summary>
    [JsonStringEnumMemberName("sent")]
    Sent,

    /// <summary>The client has half-closed (FIN) and still receives.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,

    /// <summary>One receive returned these bytes, which may come from any number of sends.</summary>
    [JsonStringEnumMemberName("received")]
    Received,

    /// <summary>The server has finished sending (FIN): the last event of an orderly exchange.</summary>
    [JsonStringEnumMemberName("ended")]
    Ended,

    /// <summary>The connect failed, or the connection was reset; <see cref="WireEvent.Error"/> has the reason.</summary>
    [JsonStringEnumMemberName("broke")]
    Broke,

    /// <summary>The client gave up: no awaited event came, or the kernel accepted no more bytes.</summary>
    [JsonStringEnumMemberName("gave-up")]
    GaveUp,

    /// <summary>The client closed its socket in order.</summary>
    [JsonStringEnumMemberName("closed")]
    Closed,

    /// <summary>The client reset the connection (RST).</summary>
    [JsonStringEnumMemberName("reset")]
    Reset,

    /// <summary>An external program printed these bytes.</summary>
    [JsonStringEnumMemberName("printed")]
    Printed,

    /// <summary>Another observation, in <see cref="WireEvent.Note"/>.</summary>
    [JsonStringEnumMemberName("noted")]
    Noted,
}

/// <summary>One event on a connection.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="At">Its time, counted from the moment before the connect.</param>
/// <param name="Bytes">The sent, received or printed bytes; empty for the other kinds.</param>
/// <param name="Error">For <see cref="WireEventKind.Broke"/>, the system's name of the error, for example <c>ConnectionRefused</c>.</param>
/// <param name="Note">For <see cref="WireEventKind.Noted"/>, the observation, as <c>name=value</c>.</param>
/// <param name="Connection">The connection's name.</param>
/// <param name="Unsent">For <see cref="WireEventKind.Sent"/>, the number of bytes that the kernel still held back right after; null if
/// unknown.</param>
/// <param name="ControlExchange">
/// For <see cref="WireEventKind.GaveUp"/> in an experiment, the duration of a control exchange at that moment: this machine had the time to
/// bring a response, and none came.
/// </param>
public sealed record WireEvent(WireEventKind Kind, TimeSpan At, ReadOnlyMemory<byte> Bytes = default, string? Error = null,
    string? Note = null, string Connection = "", int? Unsent = null, TimeSpan? ControlExchange = null);

/// <summary>All observed events of one connection, in order.</summary>
/// <param name="Events">From the connect to the end.</param>
public sealed record Recording(IReadOnlyList<WireEvent> Events)
{
    /// <summary>All sent bytes.</summary>
    public ReadOnlyMemory<byte> Sent { get; } = Join(Events, WireEventKind.Sent);

    /// <summary>All received bytes, from any number of receives.</summary>
    public ReadOnlyMemory<byte> Received { get; } = Join(Events, WireEventKind.Received);

    private static ReadOnlyMemory<byte> Join(IReadOnlyList<WireEvent> events, WireEventKind kind)
    {
        var parts = events.Where(e => e.Kind == kind).Select(e => e.Bytes).ToArray();
        var all = new byte[parts.Sum(p => p.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(all.AsMemory(at));
            at += part.Length;
        }

        return all;
    }
}

/// <summary>The transport of the bytes.</summary>
public enum Transport
{
    /// <summary>A stream.</summary>
    Tcp,

    /// <summary>Datagrams.</summary>
    Udp,

    /// <summary>An encrypted stream.</summary>
    Tls,
}
