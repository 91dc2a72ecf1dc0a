using System.Text.Json.Serialization;

namespace SideBySide.Capture;

/// <summary>A side of a connection.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Side>))]
public enum Side
{
    /// <summary>The side that connected.</summary>
    [JsonStringEnumMemberName("client")]
    Client,

    /// <summary>The side that accepted.</summary>
    [JsonStringEnumMemberName("server")]
    Server,
}

/// <summary>The kinds of events on a relayed connection.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RelayEventKind>))]
public enum RelayEventKind
{
    /// <summary>The client connected.</summary>
    [JsonStringEnumMemberName("opened")]
    Opened,

    /// <summary>The bytes of one receive.</summary>
    [JsonStringEnumMemberName("bytes")]
    Bytes,

    /// <summary>The side has half-closed (FIN); the other side may still send.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,

    /// <summary>The side has reset the connection (RST); the relay resets the other side.</summary>
    [JsonStringEnumMemberName("reset")]
    Reset,

    /// <summary>The server was not reachable, and the relay reset the client; <see cref="RelayEvent.Detail"/> says why.</summary>
    [JsonStringEnumMemberName("unreachable")]
    Unreachable,

    /// <summary>One connection too many; the relay closed it immediately.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>The connection has ended.</summary>
    [JsonStringEnumMemberName("closed")]
    Closed,
}

/// <summary>One event on a relayed connection.</summary>
/// <param name="Connection">The connection's number, from 1.</param>
/// <param name="At">The time since the start of the relay.</param>
/// <param name="From">The acting side.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Bytes">The bytes; empty for the other kinds.</param>
/// <param name="Detail">The client's address of an opened connection; the error of an unreachable server.</param>
public sealed record RelayEvent(long Connection, TimeSpan At, Side From, RelayEventKind Kind, ReadOnlyMemory<byte> Bytes = default, string? Detail = null);
