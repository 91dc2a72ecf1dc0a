using System.Net;
using System.Net.Sockets;

namespace SideBySide.Servers.Peers;

/// <summary>
/// A free port for a program that does not support port 0. The socket is bound and does not listen: Linux then assigns the port to no other
/// socket, and a server with SO_REUSEADDR, as they all use, can still bind and listen beside it. A port that is chosen and released could
/// be taken by any other program.
/// </summary>
internal sealed class ReservedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ReservedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // .NET sets SO_REUSEADDR by itself before a bind on Unix

    public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

    public void Dispose() => _socket.Dispose();
}
