using System.Buffers;
using System.Net.WebSockets;

namespace MinimalHttpServer;

/// <summary>
/// Echoes whole WebSocket messages. The framework reads and writes frames; the application decides which origins may connect, limits
/// messages and closes.
/// </summary>
internal static class WebSocketEcho
{
    private const int MaxMessage = 16 * 1024 * 1024; // bytes
    private const string AllowedOrigins = "WebSockets:AllowedOrigins";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Enables WebSockets with pings. HTTP/2 opens one with CONNECT (RFC 8441); the routes see GET in both cases.</summary>
    public static void UseGuardedWebSockets(this WebApplication app)
    {
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = s_patience, KeepAliveTimeout = s_patience });
        app.Use((context, next) =>
        {
            if (context.WebSockets.IsWebSocketRequest)
                context.Request.Method = HttpMethods.Get;
            return next(context);
        });
        app.UseRouting(); // after WebSockets; by default it would be before all middleware
    }

    /// <summary>426 without an upgrade, 403 from a foreign origin, otherwise an echo until one side closes.</summary>
    public static async Task ServeAsync(HttpContext context, IConfiguration configuration, IHostApplicationLifetime lifetime)
    {
        if (!MayOpen(context, configuration))
            return;

        // Not disposed: that would reset the connection before the close frame for a broken rule is sent. The connection ends with the
        // request.
        var socket = await context.WebSockets.AcceptWebSocketAsync();
        var sender = new WebSocketSender(socket);
        await using var stopping = sender.CloseAtTheStop(lifetime);
        try
        {
            await EchoAsync(socket, sender, context.RequestAborted);
        }
        catch (WebSocketException)
        {
            // The client broke a rule and got a close frame, or is gone without one.
        }
    }

    /// <summary>Whether the request opens a WebSocket; otherwise the response is 426, or 403 to a foreign page.</summary>
    public static bool MayOpen(HttpContext context, IConfiguration configuration)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            context.Response.Headers.Upgrade = "websocket";
            context.Response.Headers.SecWebSocketVersion = "13";
            context.Response.Headers.Connection = "keep-alive, upgrade";
            return false;
        }

        if (MayConnect(context.Request, configuration))
            return true;
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return false;
    }

    private static async Task EchoAsync(WebSocket socket, WebSocketSender sender, CancellationToken aborted)
    {
        var message = new ArrayBufferWriter<byte>();
        while (true)
        {
            var received = await socket.ReceiveAsync(message.GetMemory(4096), aborted);
            if (received.MessageType == WebSocketMessageType.Close)
                break;
            message.Advance(received.Count);
            if (message.WrittenCount > MaxMessage)
            {
                await socket.CloseAsync(WebSocketCloseStatus.MessageTooBig, null, aborted);
                return;
            }

            if (!received.EndOfMessage || socket.State != WebSocketState.Open)
                continue;
            await sender.SendAsync(message.WrittenMemory, received.MessageType, aborted);
            message.ResetWrittenCount();
        }

        await sender.CloseAsync(socket.CloseStatus ?? WebSocketCloseStatus.Empty);
    }

    /// <summary>
    /// Whether a foreign page cannot have sent the request. Such a page can open a WebSocket and send a form, and the browser sends this
    /// site's cookies: the same-origin policy does not cover these (RFC 6455 §10.2).
    /// </summary>
    public static bool MayConnect(HttpRequest request, IConfiguration configuration)
    {
        if (request.Headers.Origin.Count == 0)
            return true; // not a browser
        var allowed = configuration[AllowedOrigins] ?? "";
        var origin = request.Headers.Origin.ToString();
        return allowed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Contains(origin, StringComparer.OrdinalIgnoreCase)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var page)
                && Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var here)
                && page.GetLeftPart(UriPartial.Authority) == here.GetLeftPart(UriPartial.Authority));
    }
}
