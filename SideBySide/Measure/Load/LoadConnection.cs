using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using RawSocketServer.Listening;
using SideBySide.Experiments.Running;

namespace SideBySide.Measure.Load;

/// <summary>A client's end of a connection, in plain text or over TLS.</summary>
internal sealed class LoadConnection
{
    private readonly SocketConnection _connection;
    private readonly SslStream? _tls;

    private LoadConnection(SocketConnection connection, SslStream? tls)
    {
        _connection = connection;
        _tls = tls;
    }

    /// <summary>Connects; with a trusted certificate, also performs the TLS handshake.</summary>
    /// <exception cref="SocketException">The connection was refused.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The server has another certificate.</exception>
    public static async Task<LoadConnection> ConnectAsync(
        LoadPlan plan, X509Certificate2? trusted, TimeProvider time, CancellationToken cancel)
    {
        var socket = new Socket(plan.Target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SocketConnection? connection = null;
        try
        {
            // Synchronous: otherwise .NET would also watch the socket and wake another thread for each event.
            socket.Connect(plan.Target);
            connection = SocketConnection.OfClient(socket, time);
            return new LoadConnection(connection, trusted is null ? null : await ShakeHandsAsync(connection, trusted, cancel));
        }
        catch
        {
            connection?.Close();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Receives at least one byte; returns 0 when the server has finished sending.</summary>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer) => _tls is null ? _connection.ReceiveAsync(buffer) : _tls.ReadAsync(buffer);

    /// <summary>Sends all bytes.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => _tls is null ? _connection.SendAsync(bytes) : _tls.WriteAsync(bytes);

    /// <summary>Sends an exchange's request of any length.</summary>
    public ValueTask SendAsync(LoadExchange exchange) => exchange.Remaining == 0 ? SendAsync(exchange.Bytes) : SendInPiecesAsync(exchange);

    /// <summary>Closes the connection and wakes pending receives.</summary>
    public void Close() => _connection.Close();

    private async ValueTask SendInPiecesAsync(LoadExchange exchange)
    {
        await SendAsync(exchange.Bytes);
        for (var left = exchange.Remaining; left > 0; left -= exchange.Block.Length)
            await SendAsync(exchange.Block[..Math.Min(left, exchange.Block.Length)]);
    }

    private static async Task<SslStream> ShakeHandsAsync(SocketConnection connection, X509Certificate2 trusted, CancellationToken cancel)
    {
        var tls = new SslStream(new ConnectionStream(connection));
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                CertificateChainPolicy = TlsConnection.Trusting(trusted),
            }, cancel);
        return tls;
    }
}
