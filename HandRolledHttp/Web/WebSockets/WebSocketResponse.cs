using HandRolledHttp.WebSocket;

namespace HandRolledHttp.Web.WebSockets;

/// <summary>
/// Serves one WebSocket from its opening to its end. When it returns, the connection is closed with 1000; when it fails, with 1011.
/// </summary>
/// <param name="socket">Receives and sends messages.</param>
/// <param name="closed">
/// Cancelled when nothing can be sent or received any more: the client has closed, broke a rule or is gone, or the server ends. Resets are
/// noticed by a receive or a send, so a session always has a receive under way or comes back to one.
/// </param>
public delegate Task WebSocketSession(WebSocketConnection socket, CancellationToken closed);

/// <summary>A response that opens a WebSocket.</summary>
public static class WebSocketResponse
{
    /// <summary>Whether a page of another origin has sent the request, one that is not allowed by name.</summary>
    internal static bool IsFromForeignPage(this HttpResponse response) => Handshake.IsForeign(
        response.Request.Message, response.Request.Head, response.Request.IsSecure, response.Options.WebSockets.Allowed);

    /// <summary>
    /// Checks the handshake, responds with 101 and runs <paramref name="session"/> on the connection. A request that opens no WebSocket is
    /// rejected:
    /// 426 without an upgrade, 403 from a foreign origin, 400 when the handshake is malformed; 503 once the server is stopping.
    /// </summary>
    /// <param name="response">Its head must not be out; fields that were added go out with the 101.</param>
    /// <param name="session">
    /// Begins after the response. The request's memory is reused then: what the session needs of the request is read before.
    /// </param>
    /// <param name="maxMessage">The most content of a message, in bytes; null: <see cref="WebSocketOptions.MaxMessage"/>.</param>
    /// <param name="protocols">
    /// Subprotocols that the session speaks; the first one that the client offers is taken, and none that it does not offer.
    /// </param>
    public static ValueTask WebSocketAsync(
        this HttpResponse response, WebSocketSession session, int? maxMessage = null, IReadOnlyCollection<string>? protocols = null)
    {
        var (request, options) = (response.Request, response.Options.WebSockets);
        var result = Handshake.Judge(request.Message, request.Head, request.IsSecure, options.Allowed);
        if (result.IsRejected)
            throw new RequestRejectedException(result, [], isFramed: true);
        if (request.IsDraining)
            return response.StatusAsync(503);

        response.Upgrade = new WebSocketUpgrade(session,
            Handshake.Accept(request.Message, request.Head),
            Handshake.ChooseProtocol(request.Message, request.Head, protocols ?? []),
            maxMessage ?? options.MaxMessage,
            AcceptLanguage.PrefersChinese(request.Field("Accept-Language")));
        return ValueTask.CompletedTask;
    }
}

/// <summary>What becomes of the connection after a 101.</summary>
/// <param name="Session">Serves it.</param>
/// <param name="Accept">Proves that the handshake was understood.</param>
/// <param name="Protocol">The subprotocol, when one was chosen.</param>
/// <param name="MaxMessage">The most content of a message, in bytes.</param>
/// <param name="PrefersChinese">The language in which close frames give reasons.</param>
internal sealed record WebSocketUpgrade(WebSocketSession Session, string Accept, string? Protocol, int MaxMessage, bool PrefersChinese);
