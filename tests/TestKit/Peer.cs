using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TestKit;

/// <summary>
/// The other end of a TCP connection; it can break rules. All its operations share one timeout from the connect on. After the timeout the
/// test fails and shows the received bytes.
/// </summary>
public sealed class Peer : IAsyncDisposable
{
    private readonly CancellationTokenSource _timeout;
    private readonly TimeSpan _patience;
    private byte[] _received = [];

    private Peer(Socket socket, TimeSpan patience)
    {
        Socket = socket;
        _patience = patience;
        _timeout = new CancellationTokenSource(patience);
    }

    /// <summary>The socket, for operations without a method here.</summary>
    public Socket Socket { get; }

    /// <summary>Cancelled after the timeout.</summary>
    public CancellationToken Timeout => _timeout.Token;

    /// <summary>Connects to a port of 127.0.0.1.</summary>
    public static Task<Peer> ConnectAsync(int port, Action<Socket>? configure = null) =>
        ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), configure);

    /// <summary>Connects to the host and port of a URL as in the servers' logs, with any scheme.</summary>
    public static Task<Peer> ConnectAsync(string url, Action<Socket>? configure = null) =>
        ConnectAsync(Endpoint(url), configure);

    /// <summary>Connects.</summary>
    /// <param name="address">The server's address.</param>
    /// <param name="configure">Sets socket options before connecting, for example a small receive buffer.</param>
    /// <param name="patience">The timeout for all operations; default <see cref="Hang.Guard"/>.</param>
    public static async Task<Peer> ConnectAsync(EndPoint address, Action<Socket>? configure = null, TimeSpan? patience = null)
    {
        var socket = address is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        configure?.Invoke(socket);
        var peer = new Peer(socket, patience ?? Hang.Guard);
        try
        {
            await socket.ConnectAsync(address, peer.Timeout);
            return peer;
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address in a URL whose host is a literal, for example <c>tcp://[::1]:4711</c>.</summary>
    public static IPEndPoint Endpoint(string url) => IPEndPoint.Parse(new Uri(url).Authority);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await InTimeAsync(Socket.SendAsync(bytes, SocketFlags.None, Timeout))..];
    }

    /// <summary>Sends text as UTF-8.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends FIN: ends sending, but still receives.</summary>
    public void HalfClose() => Socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes with RST instead of FIN.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Dispose();
    }

    /// <summary>Receives exactly this many bytes; the next call gets the bytes after them.</summary>
    public async Task<byte[]> ReceiveAsync(int count)
    {
        while (_received.Length < count)
            await ReceiveMoreAsync($"{count} bytes");
        return Take(count);
    }

    /// <summary>Receives up to and including <paramref name="end"/>; the next call gets the bytes after it.</summary>
    public async Task<string> ReceiveUntilAsync(string end)
    {
        var wanted = Encoding.UTF8.GetBytes(end);
        int found;
        while ((found = _received.AsSpan().IndexOf(wanted)) < 0)
            await ReceiveMoreAsync($"\"{end}\"");
        return Encoding.UTF8.GetString(Take(found + wanted.Length));
    }

    /// <summary>Receives until the peer's FIN. A reset fails the test.</summary>
    public async Task<byte[]> ReceiveToEndAsync()
    {
        var (bytes, reset) = await ReceiveToEndOrResetAsync();
        if (reset)
            Assert.Fail($"The connection was reset after {bytes.Length} bytes: {Text.Visible(bytes)}");
        return bytes;
    }

    /// <summary>Receives until the peer's FIN and decodes UTF-8. A reset fails the test.</summary>
    public async Task<string> ReceiveTextToEndAsync() => Encoding.UTF8.GetString(await ReceiveToEndAsync());

    /// <summary>Receives until the peer's FIN or RST, and returns which came.</summary>
    public async Task<(byte[] Received, bool WasReset)> ReceiveToEndOrResetAsync()
    {
        var all = new MemoryStream();
        all.Write(Take(_received.Length));
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var n = await InTimeAsync(Socket.ReceiveAsync(buffer, SocketFlags.None, Timeout), all);
                if (n == 0)
                    return (all.ToArray(), false);
                all.Write(buffer, 0, n);
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown)
        {
            return (all.ToArray(), true);
        }
    }

    /// <summary>Closes the socket if it is open.</summary>
    public ValueTask DisposeAsync()
    {
        Socket.Dispose();
        _timeout.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ReceiveMoreAsync(string wanted)
    {
        var buffer = new byte[64 * 1024];
        var n = await InTimeAsync(Socket.ReceiveAsync(buffer, SocketFlags.None, Timeout));
        if (n == 0)
            Assert.Fail($"The other side finished before {wanted} came; until then: {Text.Visible(_received)}");
        _received = [.. _received, .. buffer.AsSpan(0, n)];
    }

    private byte[] Take(int count)
    {
        var taken = _received[..count];
        _received = _received[count..];
        return taken;
    }

    private async Task<int> InTimeAsync(ValueTask<int> operation, MemoryStream? soFar = null)
    {
        try
        {
            return await operation;
        }
        catch (OperationCanceledException)
        {
            var bytes = soFar?.ToArray() ?? _received;
            throw new TimeoutException($"Not done within {_patience.TotalSeconds} s; received until then {bytes.Length} bytes: {Text.Visible(bytes)}");
        }
    }
}
