using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using RawSocketServer.Listening;

namespace HandRolledHttp.Connection.Tls;

/// <summary>HTTP over TLS: <see cref="SslStream"/> encrypts the same bytes.</summary>
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

    // Part of a record has arrived, so a request has begun. Its bytes can be read only when the record is complete.
    public Action? Begun { set => _stream.Receiving = value; }

    // SslStream waits without a buffer only between two records.
    public Action? Emptied { set => _stream.Waiting = value; }

    /// <summary>Performs the handshake, within the connection's deadline.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">
    /// The peer does not use TLS, or no accepted version of it.
    /// </exception>
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
            connection.Deadline.RecordFailure(e);
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
            // A read of zero bytes checks the received but undecrypted data, then waits for the socket without a buffer.
            _ = await _tls.ReadAsync(Memory<byte>.Empty, Deadline.Token);
        }
        catch (OperationCanceledException)
        {
            // The next receive reports it.
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

    // close_notify: without it the peer cannot distinguish the end from a truncation (RFC 8446 §6.1); a server must try to send it
    // (RFC 9112 §9.8).
    public async ValueTask EndAsync(TimeSpan patience)
    {
        Deadline.Set(patience);
        try
        {
            await _tls.ShutdownAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer is gone or does not read. There is no other way to reach it.
        }
    }

    public async ValueTask LingerAsync(TimeSpan idle, TimeSpan total)
    {
        await EndAsync(idle);
        await _connection.LingerAsync(idle, total);
    }

    public ValueTask DisposeAsync() => _tls.DisposeAsync();
}
