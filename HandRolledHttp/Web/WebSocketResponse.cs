using HandRolledHttp.Connection;
using HandRolledHttp.Connection.WebSockets;
using HandRolledHttp.WebSocket;

namespace HandRolledHttp.Web;

/// <summary>A response that opens a WebSocket.</summary>
public static class WebSocketResponse
{
    /// <summary>Whether a page of a foreign origin that is not allowed sent the request.</summary>
    internal static bool IsFromForeignPage(this HttpResponse response) => Handshake.IsForeign(
        response.Request.Message, response.Request.Head, response.Request.IsSecure, response.Options.WebSockets.Allowed);

    /// <summary>
    /// Checks the handshake, responds with 101 and runs <paramref name="session"/> on the connection. Other requests are rejected: 426
    /// without an upgrade, 403 from a foreign origin, 400 with a malformed handshake, 503 once the server is stopping.
    /// </summary>
    /// <param name="response">A response whose head is not sent; added fields are sent with the 101.</param>
    /// <param name="session">
    /// Begins after the response. The request's memory is then reused, so read the needed values of the request before.
    /// </param>
    /// <param name="maxMessage">The maximum content of a message in bytes; null: <see cref="WebSocketOptions.MaxMessage"/>.</param>
    /// <param name="protocols">
    /// The subprotocols that the session speaks; the first of the client's list that is among them is chosen.
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
