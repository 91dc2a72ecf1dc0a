using System.Net;
using System.Net.Sockets;

namespace RawSocketServer.Client;

/// <summary>
/// The other end: resolves, connects, sends, receives, half-closes. Every failure is a <see cref="SocketClientException"/>
/// whose message a person can act on.
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

    /// <summary>The address that was connected to, of the several that a name may have.</summary>
    public IPEndPoint RemoteEndPoint => (IPEndPoint)_socket.RemoteEndPoint!;

    /// <summary>The address that the system chose for this end.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>
    /// Connects to the first address of the target that answers. With UDP there is nothing that could answer: the system only
    /// notes the address, so IPv4, which most servers have, goes first.
    /// </summary>
    /// <param name="target">Where to.</param>
    /// <param name="timeout">For resolving the name and trying all its addresses; above 0.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="SocketClientException">No address can be connected to; it explains the last one's failure.</exception>
    public static async Task<SocketClient> ConnectAsync(ConnectTarget target, TimeSpan timeout, TimeProvider? time = null, CancellationToken cancel = default)
    {
        time ??= TimeProvider.System;
        var start = time.GetTimestamp();
        var addresses = await ResolveAsync(target, timeout, time, cancel);
        for (var i = 0; ; i++)
        {
            // What time is left is shared by the addresses that are left, so that a silent first one cannot use it all up.
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

    /// <summary>Sends all of it; with UDP as one datagram.</summary>
    /// <exception cref="SocketClientException">The connection broke.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel = default)
    {
        try
        {
            // An empty datagram is a datagram; no bytes on a stream are nothing.
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

    /// <summary>Receives what is there, waiting for at least one byte, or one datagram. With TCP, 0 means that the server has finished.</summary>
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

    /// <summary>Tells the server that nothing more will come (FIN), and goes on listening.</summary>
    public void HalfClose()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The connection is gone already; the next receive tells how.
        }
    }

    /// <summary>Closes.</summary>
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
        catch (Exception e) when (e is SocketException or TimeoutException or ArgumentException) // a name that no resolver would be asked for
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

    // The system notes the address; there is nothing to wait for, and so nothing that could take too long.
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
