using System.Net.Sockets;

namespace RawSocketServer.Listening;

/// <summary>A close with a reset (RST).</summary>
public static class SocketReset
{
    /// <summary>
    /// Makes the close of this socket a reset: the peer sees the interruption, unsent bytes are lost, and no TIME_WAIT remains here.
    /// </summary>
    /// <exception cref="SocketException">Some systems reject the option after the peer has gone; then only a close is possible.</exception>
    public static void ResetOnClose(this Socket socket) => socket.LingerState = new LingerOption(true, 0);
}
