namespace HandRolledHttp.Connection.WebSockets;

/// <summary>
/// Serves one WebSocket. When it returns, the connection closes with 1000; when it throws, with 1011.
/// </summary>
/// <param name="socket">Receives and sends messages.</param>
/// <param name="closed">
/// Cancelled when no message can be sent or received: the client closed, broke a rule or lost its connection, or the server stops. Only a
/// receive or a send notices a reset, so a session should always receive, or soon receive again.
/// </param>
public delegate Task WebSocketSession(WebSocketConnection socket, CancellationToken closed);

/// <summary>The connection's protocol after a 101.</summary>
/// <param name="Session">The session that serves it.</param>
/// <param name="Accept">The proof that the server understood the handshake.</param>
/// <param name="Protocol">The chosen subprotocol, or null.</param>
/// <param name="MaxMessage">The maximum content of a message in bytes.</param>
/// <param name="PrefersChinese">Whether close frames give reasons in Chinese.</param>
internal sealed record WebSocketUpgrade(WebSocketSession Session, string Accept, string? Protocol, int MaxMessage, bool PrefersChinese);
