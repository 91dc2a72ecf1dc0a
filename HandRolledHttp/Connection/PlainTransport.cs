using System.Net;
using RawSocketServer.Listening;

namespace HandRolledHttp.Connection;

/// <summary>HTTP without TLS, directly on the socket.</summary>
internal sealed class PlainTransport(SocketConnection connection) : ITransport
{
    public long Id => connection.Id;

    public IPEndPoint RemoteEndPoint => connection.RemoteEndPoint;

    public IPEndPoint LocalEndPoint => connection.LocalEndPoint;

    public bool IsSecure => false;

    public Deadline Deadline => connection.Deadline;

    public CancellationToken Aborted => connection.Aborted;

    public string? Serving { set => connection.Serving = value; }

    public bool IsDraining => connection.IsDraining;

    public CancellationToken Draining => connection.Draining;

    public bool TryBeginIdle() => connection.TryBeginIdle();

    public void EndIdle() => connection.EndIdle();

    public ValueTask WaitForBytesAsync() => connection.WaitForBytesAsync();

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer) => connection.ReceiveAsync(buffer);

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => connection.SendAsync(bytes);

    public ValueTask LingerAsync(TimeSpan idle, TimeSpan total) => connection.LingerAsync(idle, total);
}
