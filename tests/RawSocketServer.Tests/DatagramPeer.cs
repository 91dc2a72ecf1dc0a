using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RawSocketServer.Tests;

/// <summary>The other end of a UDP exchange, from any address and port of this machine.</summary>
internal sealed class DatagramPeer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1024 * 1024 };

    public DatagramPeer(string address = "127.0.0.1", int port = 0) => _socket.Bind(new IPEndPoint(IPAddress.Parse(address), port));

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public Task SendAsync(string text, IPEndPoint to) => SendAsync(Encoding.UTF8.GetBytes(text), to);

    public async Task SendAsync(byte[] bytes, IPEndPoint to) =>
        Assert.Equal(bytes.Length, await _socket.SendToAsync(bytes, SocketFlags.None, to, TestContext.Current.CancellationToken));

    public async Task<byte[]> ReceiveAsync()
    {
        var buffer = new byte[70_000];
        using var late = new CancellationTokenSource(Hang.Guard);
        var received = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), late.Token);
        return buffer[..received.ReceivedBytes];
    }

    /// <summary>
    /// Asserts that the echo sent no response. The echo handles one datagram after another, so a response to a later sender proves that it has
    /// handled the earlier ones.
    /// </summary>
    public async Task AssertNothingCameAsync(IPEndPoint server, string from = "127.0.0.99")
    {
        using var later = new DatagramPeer(from);
        await later.SendAsync("later", server);
        await later.ReceiveAsync();
        Assert.Equal(0, _socket.Available);
    }

    public void Dispose() => _socket.Dispose();
}
