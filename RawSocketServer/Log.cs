using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using RawSocketServer.Listening;

namespace RawSocketServer;

/// <summary>All log messages of the program, with stable event ids. A peer's mistake is Debug.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Url}: no connections are accepted until resources are free again ({Error})")]
    public static partial void AcceptPaused(ILogger log, ListenUrl url, SocketError error);

    [LoggerMessage(2, LogLevel.Debug, "{Url}: a client left before its connection was accepted ({Error})")]
    public static partial void AcceptFailed(ILogger log, ListenUrl url, SocketError error);

    [LoggerMessage(3, LogLevel.Warning, "Connection {Id} refused: {Max} connections are open already")]
    public static partial void ConnectionRejected(ILogger log, long id, int max);

    [LoggerMessage(4, LogLevel.Debug, "Connection {Id} broke: {Reason}")]
    public static partial void ConnectionBroke(ILogger log, long id, string reason);

    [LoggerMessage(5, LogLevel.Error, "Connection {Id}: its handler failed; this is a bug")]
    public static partial void HandlerFailed(ILogger log, Exception exception, long id);

    [LoggerMessage(6, LogLevel.Warning, "{Url}: {Count} connections did not finish in time and were reset")]
    public static partial void DrainTimeout(ILogger log, ListenUrl url, int count);

    [LoggerMessage(7, LogLevel.Debug, "Connection {Id}: {Bytes} bytes echoed")]
    public static partial void Echoed(ILogger log, long id, long bytes);

    [LoggerMessage(8, LogLevel.Information, "Connection {Id} from {Peer}: received \"{Message}\"")]
    public static partial void Greeted(ILogger log, long id, IPEndPoint peer, string message);

    [LoggerMessage(9, LogLevel.Debug, "{Url}: a datagram failed ({Error})")]
    public static partial void DatagramFailed(ILogger log, ListenUrl url, SocketError error);

    [LoggerMessage(10, LogLevel.Debug, "{Url}: no response to a datagram of {Bytes} bytes from {Source}")]
    public static partial void DatagramDropped(ILogger log, ListenUrl url, IPEndPoint source, int bytes);

    [LoggerMessage(11, LogLevel.Error, "{Url}: accepting a connection failed; the server tries again")]
    public static partial void AcceptBroke(ILogger log, Exception exception, ListenUrl url);

    [LoggerMessage(12, LogLevel.Warning, "{Url}: no more connections are accepted until some end: this process may open {Limit} descriptors (ulimit -n), and keeps the last ones for itself")]
    public static partial void DescriptorsShort(ILogger log, ListenUrl url, long limit);

    [LoggerMessage(13, LogLevel.Warning, "Connection {Id} closed: trusted proxy {Proxy} sent no PROXY header (wrong at byte {Offset})")]
    public static partial void ProxyHeaderMalformed(ILogger log, long id, IPEndPoint proxy, int offset);

    [LoggerMessage(14, LogLevel.Debug, "Connection {Id}: {Proxy} forwards {Client}")]
    public static partial void ClientForwarded(ILogger log, long id, IPEndPoint proxy, IPEndPoint client);

    [LoggerMessage(15, LogLevel.Warning, "Connection {Id}: the server has stopped, but {Handler} is still running; it ignores the cancellation of its request")]
    public static partial void HandlerAbandoned(ILogger log, long id, string handler);

    [LoggerMessage(16, LogLevel.Debug, "Connection {Id}: {Name} is in the room")]
    public static partial void ChatJoined(ILogger log, long id, string name);

    [LoggerMessage(17, LogLevel.Debug, "Connection {Id}: {Name} has left the room")]
    public static partial void ChatLeft(ILogger log, long id, string name);

    [LoggerMessage(18, LogLevel.Debug, "Connection {Id}: {Frames} frames echoed")]
    public static partial void FramesEchoed(ILogger log, long id, long frames);
}
