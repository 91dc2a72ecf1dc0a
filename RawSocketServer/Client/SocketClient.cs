using System.Net;
using System.Net.Sockets;

namespace RawSocketServer.Client;

/// <summary>
/// The client's end of a connection: resolves, connects, sends, receives, half-closes. Every failure is a
/// <see cref="SocketClientException"/> whose message helps the user.
/// </summary>
public sealed class SocketClient : IDisposable
{
    private readonly Socket _socket;
    private readonly ConnectTarget _target;
    private readonly TimeSpan _patience;

    private SocketClient(Socket socket, ConnectTarget target, TimeSpan patience)
    {
        _socket = socket;
        _target = target;
        _patience = patience;
    }

    /// <summary>The address of the server; a name may have several.</summary>
    public IPEndPoint RemoteEndPoint => (IPEndPoint)_socket.RemoteEndPoint!;

    /// <summary>The local address, chosen by the kernel.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>
    /// Connects to the target's first address that accepts. With UDP the kernel only stores the address, so the first one is always used;
    /// IPv4 comes first, since most servers have it.
    /// </summary>
    /// <param name="target">The server.</param>
    /// <param name="timeout">The limit for resolving the name and trying all its addresses; above 0.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="cancel">Cancels the attempt.</param>
    /// <exception cref="SocketClientException">No address accepts; the message explains the last failure.</exception>
    public static async Task<SocketClient> ConnectAsync(
        ConnectTarget target, TimeSpan timeout, TimeProvider? time = null, CancellationToken cancel = default)
    {
        time ??= TimeProvider.System;
        var start = time.GetTimestamp();
        var addresses = await ResolveAsync(target, timeout, time, cancel);
        for (var i = 0; ; i++)
        {
            // The remaining addresses share the remaining time, so a silent first address cannot use all of it.
            var share = (timeout - time.GetElapsedTime(start)) / (addresses.Length - i);
            var (socket, error) = target.Scheme == "udp" ? TryConnectDatagrams(target, addresses[i])
                : share > TimeSpan.Zero ? await TryConnectAsync(target, addresses[i], share, time, cancel)
                : (null, SocketError.TimedOut);
            if (socket is not null)
                return new SocketClient(socket, target, timeout);
            if (i == addresses.Length - 1)
                throw new SocketClientException(target, error, timeout);
        }
    }

    /// <summary>Sends all bytes; with UDP as one datagram.</summary>
    /// <exception cref="SocketClientException">The connection broke.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel = default)
    {
        try
        {
            // An empty datagram is sent; zero bytes of a stream are not.
            do
            {
                bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, cancel)..];
            }
            while (bytes.Length > 0);
        }
        catch (SocketException e)
        {
            throw new SocketClientException(_target, e.SocketErrorCode, _patience, e);
        }
    }

    /// <summary>
    /// Receives the available bytes, and waits for at least one, or one datagram. With TCP, 0 means that the server has finished.
    /// </summary>
    /// <exception cref="SocketClientException">The connection broke.</exception>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancel = default)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, SocketFlags.None, cancel);
        }
        catch (SocketException e)
        {
            throw new SocketClientException(_target, e.SocketErrorCode, _patience, e);
        }
    }

    /// <summary>Ends sending (FIN); the client can still receive.</summary>
    public void HalfClose()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The connection is gone already; the next receive reports it.
        }
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose() => _socket.Dispose();

    private static async Task<IPAddress[]> ResolveAsync(ConnectTarget target, TimeSpan timeout, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(target.Host, cancel).WaitAsync(timeout, time, cancel);
            if (target.Scheme == "udp")
                addresses = [.. addresses.OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)];
            return addresses.Length > 0 ? addresses : throw new SocketClientException(target, SocketError.HostNotFound, timeout);
        }
        catch (Exception e) when (e is SocketException or TimeoutException or ArgumentException) // not a valid host name
        {
            throw new SocketClientException(target, SocketError.HostNotFound, timeout, e);
        }
    }

    private static async Task<(Socket? Connected, SocketError Error)> TryConnectAsync(
        ConnectTarget target, IPAddress address, TimeSpan patience, TimeProvider time, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, target.Port, either.Token);
            return (socket, SocketError.Success);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            return (null, e.SocketErrorCode);
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            cancel.ThrowIfCancellationRequested();
            return (null, SocketError.TimedOut);
        }
    }

    // The kernel only stores the address, so this never waits.
    private static (Socket? Connected, SocketError Error) TryConnectDatagrams(ConnectTarget target, IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Connect(address, target.Port);
            return (socket, SocketError.Success);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            return (null, e.SocketErrorCode);
        }
    }
}
