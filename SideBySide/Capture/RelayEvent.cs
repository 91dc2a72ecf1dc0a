using System.Text.Json.Serialization;

namespace SideBySide.Capture;

/// <summary>Who did it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Side>))]
public enum Side
{
    /// <summary>Who connected.</summary>
    [JsonStringEnumMemberName("client")]
    Client,

    /// <summary>Who was connected to.</summary>
    [JsonStringEnumMemberName("server")]
    Server,
}

/// <summary>What can happen on a relayed connection.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RelayEventKind>))]
public enum RelayEventKind
{
    /// <summary>The client connected.</summary>
    [JsonStringEnumMemberName("opened")]
    Opened,

    /// <summary>Bytes came in one receive and were passed on.</summary>
    [JsonStringEnumMemberName("bytes")]
    Bytes,

    /// <summary>That side has finished sending (FIN); the other may go on.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,

    /// <summary>That side cut the connection (RST); the other was cut, too.</summary>
    [JsonStringEnumMemberName("reset")]
    Reset,

    /// <summary>The server could not be reached, and the client was cut; <see cref="RelayEvent.Detail"/> says why.</summary>
    [JsonStringEnumMemberName("unreachable")]
    Unreachable,

    /// <summary>One connection too many; it was closed at once.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>Nothing more happens on this connection.</summary>
    [JsonStringEnumMemberName("closed")]
    Closed,
}

/// <summary>One thing that happened on a relayed connection.</summary>
/// <param name="Connection">Counts the connections of a relay from 1.</param>
/// <param name="At">When, counted from the start of the relay.</param>
/// <param name="From">Who did it.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Bytes">The bytes; empty for the other kinds.</param>
/// <param name="Detail">The client's address when it opened; why a server was unreachable.</param>
public sealed record RelayEvent(long Connection, TimeSpan At, Side From, RelayEventKind Kind, ReadOnlyMemory<byte> Bytes = default, string? Detail = null);
