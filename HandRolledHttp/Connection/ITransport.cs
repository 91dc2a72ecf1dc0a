using System.Net;
using RawSocketServer.Listening;

namespace HandRolledHttp.Connection;

/// <summary>The bytes of a connection, in the clear or through TLS; tests bring one that lives in memory.</summary>
internal interface ITransport
{
    /// <summary>The connection's number, for the log.</summary>
    long Id { get; }

    IPEndPoint RemoteEndPoint { get; }

    IPEndPoint LocalEndPoint { get; }

    /// <summary>Secured by TLS.</summary>
    bool IsSecure { get; }

    /// <summary>Bounds every wait.</summary>
    Deadline Deadline { get; }

    /// <summary>Cancelled when the request can no longer be answered.</summary>
    CancellationToken Aborted => Deadline.Token;

    /// <summary>What is being served, for the log of a stop that it outlasts.</summary>
    string? Serving { set { } }

    /// <summary>The server is stopping: finish what has begun.</summary>
    bool IsDraining { get; }

    /// <summary>Cancelled when the server begins to stop.</summary>
    CancellationToken Draining => CancellationToken.None;

    /// <summary>Announces a wait for a new request, which a stop may interrupt; false when it has begun already.</summary>
    bool TryBeginIdle();

    /// <summary>A request has begun.</summary>
    void EndIdle();

    /// <summary>Called when bytes arrive that cannot be received yet, because they are a part of something that is sealed as a whole (TLS).</summary>
    Action? Begun { set { } }

    /// <summary>Called when what had begun has ended without a byte to be received (a KeyUpdate of TLS), and more is waited for.</summary>
    Action? Emptied { set { } }

    /// <summary>
    /// Waits until there may be something to receive, so that no buffer has to be held meanwhile. May come back too early; the
    /// receive that follows tells.
    /// </summary>
    ValueTask WaitForBytesAsync() => ValueTask.CompletedTask;

    /// <summary>At least one byte, or 0 when the peer has finished sending.</summary>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer);

    /// <summary>All of the bytes.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>
    /// Tells the peer that this is the end and no cut, where the transport has a word for it (TLS). For a connection that ends between
    /// requests; <see cref="LingerAsync"/> does it for one that has just been answered.
    /// </summary>
    ValueTask EndAsync(TimeSpan patience) => ValueTask.CompletedTask;

    /// <summary>Says that nothing more will be sent, then discards what still arrives, so that the last answer survives the close.</summary>
    ValueTask LingerAsync(TimeSpan idle, TimeSpan total);
}
