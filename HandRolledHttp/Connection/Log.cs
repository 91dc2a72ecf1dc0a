using HandRolledHttp.Http1;
using HandRolledHttp.WebSocket;
using Microsoft.Extensions.Logging;

namespace HandRolledHttp.Connection;

/// <summary>
/// All log messages of the server, with stable event ids and the connection id first. A bad request is the client's mistake: Debug.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Debug, "Connection {Id}: request rejected at byte {Offset}: {Reason}")]
    public static partial void RequestRejected(ILogger log, long id, RejectionReason reason, int offset);

    [LoggerMessage(102, LogLevel.Error, "Connection {Id}: a handler failed; its client got status 500")]
    public static partial void HandlerFailed(ILogger log, Exception exception, long id);

    [LoggerMessage(103, LogLevel.Debug, "Connection {Id}: TLS handshake failed: {Reason}")]
    public static partial void HandshakeFailed(ILogger log, long id, string reason);

    [LoggerMessage(104, LogLevel.Debug, "Connection {Id}: WebSocket frame rejected at byte {Offset}: {Error}")]
    public static partial void FrameRejected(ILogger log, long id, FrameError error, int offset);

    [LoggerMessage(105, LogLevel.Debug, "Connection {Id}: WebSocket ended: {Reason}")]
    public static partial void WebSocketEnded(ILogger log, long id, string reason);

    [LoggerMessage(106, LogLevel.Error, "Connection {Id}: a WebSocket session failed and its client was sent 1011")]
    public static partial void SessionFailed(ILogger log, Exception exception, long id);
}
