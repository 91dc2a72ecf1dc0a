using System.Text.Json.Serialization;

namespace SideBySide.Capture;

/// <summary>The direction of bytes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Direction>))]
public enum Direction
{
    /// <summary>From the client to the server.</summary>
    [JsonStringEnumMemberName("in")]
    In,

    /// <summary>From the server to the client.</summary>
    [JsonStringEnumMemberName("out")]
    Out,
}

/// <summary>One event of the live capture.</summary>
/// <param name="Id">The connection: the server's id and a number.</param>
/// <param name="At">Milliseconds since the live capture began.</param>
public abstract record LiveEvent(string Id, double At)
{
    /// <summary>The number of bytes in the event.</summary>
    [JsonIgnore]
    public virtual int Size => 0;
}

/// <summary>A client has connected.</summary>
/// <param name="Id">The connection.</param>
/// <param name="At">The time.</param>
/// <param name="Server">The server's id.</param>
/// <param name="Client">The client's address.</param>
public sealed record LiveOpened(string Id, double At, string Server, string Client) : LiveEvent(Id, At);

/// <summary>The bytes of one receive.</summary>
/// <param name="Id">The connection.</param>
/// <param name="At">The time.</param>
/// <param name="Direction">The direction.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record LiveBytes(string Id, double At, Direction Direction, ReadOnlyMemory<byte> Bytes) : LiveEvent(Id, At)
{
    /// <inheritdoc/>
    public override int Size => Bytes.Length;
}

/// <summary>One side has half-closed (FIN); the other side may still send.</summary>
/// <param name="Id">The connection.</param>
/// <param name="At">The time.</param>
/// <param name="Direction">The closed direction.</param>
public sealed record LiveFinished(string Id, double At, Direction Direction) : LiveEvent(Id, At);

/// <summary>The connection has ended.</summary>
/// <param name="Id">The connection.</param>
/// <param name="At">The time.</param>
/// <param name="How"><c>closed</c>, <c>reset</c>, <c>refused</c> (one connection too many) or <c>unreachable</c> (the server).</param>
/// <param name="By">The side that reset it; null for the other kinds.</param>
public sealed record LiveClosed(string Id, double At, string How, Direction? By) : LiveEvent(Id, At);

/// <summary>Lost events: they came faster than the buffer could keep them, or the watcher was too slow.</summary>
/// <param name="Id">Empty.</param>
/// <param name="At">The time of detection.</param>
/// <param name="Count">The number of lost events.</param>
public sealed record LiveDropped(string Id, double At, long Count) : LiveEvent(Id, At);
