using System.Text.Json.Serialization;

namespace SideBySide.Capture;

/// <summary>Which way bytes went.</summary>
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

/// <summary>One thing that happened in the live capture.</summary>
/// <param name="Id">The connection: the server's id and a number.</param>
/// <param name="At">Milliseconds since the live capture began.</param>
public abstract record LiveEvent(string Id, double At)
{
    /// <summary>How many bytes it holds.</summary>
    [JsonIgnore]
    public virtual int Size => 0;
}

/// <summary>Someone connected.</summary>
/// <param name="Id">The connection.</param>
/// <param name="At">When.</param>
/// <param name="Server">The server's id.</param>
/// <param name="Client">The client's address.</param>
public sealed record LiveOpened(string Id, double At, string Server, string Client) : LiveEvent(Id, At);

/// <summary>Bytes came in one receive and were passed on.</summary>
/// <param name="Id">The connection.</param>
/// <param name="At">When.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record LiveBytes(string Id, double At, Direction Direction, ReadOnlyMemory<byte> Bytes) : LiveEvent(Id, At)
{
    /// <inheritdoc/>
    public override int Size => Bytes.Length;
}

/// <summary>One side has finished sending (FIN), and the other may go on.</summary>
/// <param name="Id">The connection.</param>
/// <param name="At">When.</param>
/// <param name="Direction">Which way nothing more comes.</param>
public sealed record LiveFinished(string Id, double At, Direction Direction) : LiveEvent(Id, At);

/// <summary>Nothing more happens on the connection.</summary>
/// <param name="Id">The connection.</param>
/// <param name="At">When.</param>
/// <param name="How"><c>closed</c>, <c>reset</c>, <c>refused</c> (one connection too many) or <c>unreachable</c> (the server).</param>
/// <param name="By">Who reset it; null for the rest.</param>
public sealed record LiveClosed(string Id, double At, string How, Direction? By) : LiveEvent(Id, At);

/// <summary>Events that nobody will ever see: they came faster than they could be kept, or were read too late.</summary>
/// <param name="Id">Empty.</param>
/// <param name="At">When it was noticed.</param>
/// <param name="Count">How many.</param>
public sealed record LiveDropped(string Id, double At, long Count) : LiveEvent(Id, At);
