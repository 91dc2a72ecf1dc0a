using System.Net;
using System.Net.Sockets;

namespace SideBySide.Servers.Peers;

/// <summary>
/// A free port for a program that cannot be told "0, and say which". The socket here is bound and does not listen: on Linux the
/// system then gives the port to nobody who asks for any, and a server that sets SO_REUSEADDR, as they all do, may still
/// bind and listen beside it. Choosing a port and letting go of it would leave it to whoever comes first.
/// </summary>
internal sealed class ReservedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ReservedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // .NET sets SO_REUSEADDR by itself before a bind on Unix

    public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

    public void Dispose() => _socket.Dispose();
}
