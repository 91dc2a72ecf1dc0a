using System.Net;
using RawSocketServer.Listening;

namespace HandRolledHttp.Connection;

/// <summary>The bytes of a connection, with or without TLS; tests use one in memory.</summary>
internal interface ITransport
{
    /// <summary>The connection's number, for the log.</summary>
    long Id { get; }

    IPEndPoint RemoteEndPoint { get; }

    IPEndPoint LocalEndPoint { get; }

    /// <summary>True with TLS.</summary>
    bool IsSecure { get; }

    /// <summary>The timeouts of the connection.</summary>
    Deadline Deadline { get; }

    /// <summary>Cancelled when a response can no longer be sent.</summary>
    CancellationToken Aborted => Deadline.Token;

    /// <summary>The current request, for the log of a shutdown that it delays.</summary>
    string? Serving { set { } }

    /// <summary>The server is stopping: finish requests in progress.</summary>
    bool IsDraining { get; }

    /// <summary>Cancelled when the server begins to stop.</summary>
    CancellationToken Draining => CancellationToken.None;

    /// <summary>Announces a wait for a new request, which a stop may interrupt; false when it has begun already.</summary>
    bool TryBeginIdle();

    /// <summary>A request has begun.</summary>
    void EndIdle();

    /// <summary>Called when bytes arrive that cannot be received yet, because their TLS record is incomplete.</summary>
    Action? Begun { set { } }

    /// <summary>Called when a TLS record ended without data (a KeyUpdate, for example) and the wait continues.</summary>
    Action? Emptied { set { } }

    /// <summary>
    /// Waits until bytes may have arrived, so that no buffer is needed meanwhile. It may return too early; the next receive shows it.
    /// </summary>
    ValueTask WaitForBytesAsync() => ValueTask.CompletedTask;

    /// <summary>Receives at least one byte, or 0 when the peer has finished sending.</summary>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer);

    /// <summary>Sends all bytes.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>
    /// Announces the end of the connection to the peer, if the transport can (TLS). For a connection that ends between requests; after a
    /// response <see cref="LingerAsync"/> does it.
    /// </summary>
    ValueTask EndAsync(TimeSpan patience) => ValueTask.CompletedTask;

    /// <summary>Half-closes, then discards incoming bytes for a while, so that the last response survives the close.</summary>
    ValueTask LingerAsync(TimeSpan idle, TimeSpan total);
}
