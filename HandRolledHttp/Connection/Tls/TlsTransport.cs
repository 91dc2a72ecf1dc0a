using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using RawSocketServer.Listening;

namespace HandRolledHttp.Connection.Tls;

/// <summary>HTTP through TLS: the same bytes, sealed by <see cref="SslStream"/> on their way to and from the socket.</summary>
internal sealed class TlsTransport : ITransport, IAsyncDisposable
{
    private readonly SocketConnection _connection;
    private readonly ConnectionStream _stream;
    private readonly SslStream _tls;

    private TlsTransport(SocketConnection connection)
    {
        _connection = connection;
        _stream = new ConnectionStream(connection);
        _tls = new SslStream(_stream);
    }

    public long Id => _connection.Id;

    public IPEndPoint RemoteEndPoint => _connection.RemoteEndPoint;

    public IPEndPoint LocalEndPoint => _connection.LocalEndPoint;

    public bool IsSecure => true;

    public Deadline Deadline => _connection.Deadline;

    public CancellationToken Aborted => _connection.Aborted;

    public string? Serving { set => _connection.Serving = value; }

    public bool IsDraining => _connection.IsDraining;

    public CancellationToken Draining => _connection.Draining;

    // A record that has begun is a request that has begun, though its bytes can be read only when it is whole.
    public Action? Begun { set => _stream.Receiving = value; }

    // SslStream waits without a buffer only between two records.
    public Action? Emptied { set => _stream.Waiting = value; }

    /// <summary>Shakes hands, within the connection's deadline.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The peer does not speak TLS, or none that is accepted here.</exception>
    public static async Task<TlsTransport> AcceptAsync(SocketConnection connection, SslServerAuthenticationOptions options)
    {
        var transport = new TlsTransport(connection);
        try
        {
            await transport._tls.AuthenticateAsServerAsync(options, connection.Deadline.Token);
            return transport;
        }
        catch (Exception e)
        {
            connection.Deadline.Remember(e);
            await transport.DisposeAsync();
            throw;
        }
    }

    public bool TryBeginIdle() => _connection.TryBeginIdle();

    public void EndIdle() => _connection.EndIdle();

    public async ValueTask WaitForBytesAsync()
    {
        try
        {
            // Asked for no bytes, it looks at what it has received and not yet unsealed, then waits for the socket, without a buffer.
            _ = await _tls.ReadAsync(Memory<byte>.Empty, Deadline.Token);
        }
        catch (OperationCanceledException)
        {
            // The receive that follows tells.
        }
        catch (Exception e)
        {
            Deadline.Break(e);
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        try
        {
            return await _tls.ReadAsync(buffer, Deadline.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Deadline.Break(e);
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _tls.WriteAsync(bytes, Deadline.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Deadline.Break(e);
            throw;
        }
    }

    // close_notify: without it the peer cannot tell the end from a cut (RFC 8446 §6.1), and a server must try (RFC 9112 §9.8).
    public async ValueTask EndAsync(TimeSpan patience)
    {
        Deadline.Set(patience);
        try
        {
            await _tls.ShutdownAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer has gone, or does not read. It was told as well as it could be.
        }
    }

    public async ValueTask LingerAsync(TimeSpan idle, TimeSpan total)
    {
        await EndAsync(idle);
        await _connection.LingerAsync(idle, total);
    }

    public ValueTask DisposeAsync() => _tls.DisposeAsync();
}
