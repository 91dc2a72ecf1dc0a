using System.Net.Sockets;

namespace RawSocketServer.Client;

/// <summary>What went wrong between this client and a server, told in one sentence to the person who uses it.</summary>
/// <param name="target">Where it was to go.</param>
/// <param name="error">The system's word for it.</param>
/// <param name="patience">What was waited, when that is what ran out.</param>
/// <param name="inner">The exception that it came as.</param>
public sealed class SocketClientException(ConnectTarget target, SocketError error, TimeSpan patience, Exception? inner = null)
    : Exception(ClientMessages.Explain(target, error, patience), inner)
{
    /// <summary>The system's word for it.</summary>
    public SocketError Error => error;

    /// <summary>There is no way to the server, or no program receives there: it did not end a conversation that had begun.</summary>
    public bool IsUnreachable => error is not (SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown);
}
