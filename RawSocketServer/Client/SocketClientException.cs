using System.Net.Sockets;

namespace RawSocketServer.Client;

/// <summary>A failure between this client and a server, explained to the user in one sentence.</summary>
/// <param name="target">The server.</param>
/// <param name="error">The system's error code.</param>
/// <param name="patience">The timeout, for an error that is a timeout.</param>
/// <param name="inner">The original exception.</param>
public sealed class SocketClientException(ConnectTarget target, SocketError error, TimeSpan patience, Exception? inner = null)
    : Exception(ClientMessages.Explain(target, error, patience), inner)
{
    /// <summary>The system's error code.</summary>
    public SocketError Error => error;

    /// <summary>Whether the server was never reached: there is no route to it, or no program receives there.</summary>
    public bool IsUnreachable => error is not (SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown);
}
