using System.Text.Json.Serialization;

namespace SideBySide.Wire;

/// <summary>What can happen on a connection, as its client sees it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WireEventKind>))]
public enum WireEventKind
{
    /// <summary>The connection stands.</summary>
    [JsonStringEnumMemberName("connected")]
    Connected,

    /// <summary>These bytes were handed to the system.</summary>
    [JsonStringEnumMemberName("sent")]
    Sent,

    /// <summary>The client has finished sending (FIN) and still listens.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,

    /// <summary>These bytes came in one receive, which says nothing about how many sends they left in.</summary>
    [JsonStringEnumMemberName("received")]
    Received,

    /// <summary>The server has finished sending (FIN): the last event of an orderly exchange.</summary>
    [JsonStringEnumMemberName("ended")]
    Ended,

    /// <summary>The connection could not be made, or broke (RST); <see cref="WireEvent.Error"/> says how.</summary>
    [JsonStringEnumMemberName("broke")]
    Broke,

    /// <summary>The server stayed silent for too long, or said more than is kept.</summary>
    [JsonStringEnumMemberName("gave-up")]
    GaveUp,

    /// <summary>The client closed its socket in order.</summary>
    [JsonStringEnumMemberName("closed")]
    Closed,

    /// <summary>The client cut the connection (RST).</summary>
    [JsonStringEnumMemberName("reset")]
    Reset,

    /// <summary>A program of someone else's wrote these bytes.</summary>
    [JsonStringEnumMemberName("printed")]
    Printed,

    /// <summary>Something else was observed; <see cref="WireEvent.Note"/> says what.</summary>
    [JsonStringEnumMemberName("noted")]
    Noted,
}

/// <summary>One thing that happened on a connection.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">When, counted from the moment before connecting.</param>
/// <param name="Bytes">What was sent, received or printed; empty for the other kinds.</param>
/// <param name="Error">For <see cref="WireEventKind.Broke"/>, the system's name of the error, for example <c>ConnectionRefused</c>.</param>
/// <param name="Note">For <see cref="WireEventKind.Noted"/>, what was observed, as <c>name=value</c>.</param>
/// <param name="Connection">Which connection, where there are several.</param>
/// <param name="Unsent">For <see cref="WireEventKind.Sent"/>, how many bytes the system still held back right after; null when it did not tell.</param>
/// <param name="ControlExchange">
/// For <see cref="WireEventKind.GaveUp"/> in an experiment, how long a control exchange with another server took at that moment: this
/// machine had the time to bring a response, and none came.
/// </param>
public sealed record WireEvent(WireEventKind Kind, TimeSpan At, ReadOnlyMemory<byte> Bytes = default, string? Error = null,
    string? Note = null, string Connection = "", int? Unsent = null, TimeSpan? ControlExchange = null);

/// <summary>Everything that happened on one connection, in order. Observed, never made up.</summary>
/// <param name="Events">From the connect to the end.</param>
public sealed record Recording(IReadOnlyList<WireEvent> Events)
{
    /// <summary>All bytes that were sent.</summary>
    public ReadOnlyMemory<byte> Sent { get; } = Join(Events, WireEventKind.Sent);

    /// <summary>All bytes that came back, however many receives they took.</summary>
    public ReadOnlyMemory<byte> Received { get; } = Join(Events, WireEventKind.Received);

    /// <summary>How it ended: <see cref="WireEventKind.Ended"/>, <see cref="WireEventKind.Broke"/> or <see cref="WireEventKind.GaveUp"/>.</summary>
    public WireEvent Last => Events[^1];

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
