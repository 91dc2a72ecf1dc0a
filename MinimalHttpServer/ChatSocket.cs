using System.Net.WebSockets;
using System.Text;

namespace MinimalHttpServer;

/// <summary>The room as a WebSocket: a message is a line, in both directions.</summary>
internal sealed class ChatSocket(ChatSettings settings, IConfiguration configuration, IHostApplicationLifetime lifetime)
{
    private const int MaxMessage = 16 * 1024; // bytes; the room itself rejects long lines
    private const int TryAgainLater = 1013; // IANA, WebSocket Close Code Number
    private const string Gone = "The chat room cannot be reached. Try again later.";

    public async Task ServeAsync(HttpContext context)
    {
        if (!WebSocketEcho.MayOpen(context, configuration))
            return;
        var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var stopping = lifetime.ApplicationStopping.Register(() =>
            _ = socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, CancellationToken.None));
        try
        {
            await BridgeAsync(socket, context.RequestAborted);
        }
        catch (IOException)
        {
            await CloseAsync(socket, TryAgainLater, Gone);
            await CarryToRoomAsync(null, socket, context.RequestAborted);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The member is gone.
        }
    }

    private async Task BridgeAsync(WebSocket socket, CancellationToken aborted)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        using var client = await ChatClient.OpenAsync(settings.Room, settings.Patience, ended.Token);
        var toMember = CarryToMemberAsync(client, socket, ended.Token);
        try
        {
            await CarryToRoomAsync(client, socket, aborted);
            client.Finish(); // the rest is still read, so that no reset destroys the member's last line
            await toMember.WaitAsync(settings.Patience, CancellationToken.None);
        }
        catch (IOException)
        {
            // The room takes no more lines, but the member still gets those that it has sent.
            await toMember.WaitAsync(settings.Patience, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or TimeoutException)
        {
            client.Reset();
            await ended.CancelAsync();
            await toMember.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Runs until the member closes.
    private async Task CarryToRoomAsync(ChatClient? client, WebSocket socket, CancellationToken aborted)
    {
        var buffer = new byte[MaxMessage + 1];
        for (var length = 0; ;)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), aborted);
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close)
                break;
            if (received.MessageType == WebSocketMessageType.Binary)
                await CloseAsync(socket, (int)WebSocketCloseStatus.InvalidMessageType, "A line is text.");
            else if (length > MaxMessage)
                await CloseAsync(socket, (int)WebSocketCloseStatus.MessageTooBig, "");
            else if (received.EndOfMessage && client is not null && socket.State == WebSocketState.Open)
                await client.SayAsync(Encoding.UTF8.GetString(buffer, 0, length), settings.Patience);
            if (received.EndOfMessage || socket.State != WebSocketState.Open)
                length = 0;
        }

        await CloseAsync(socket, (int)(socket.CloseStatus ?? WebSocketCloseStatus.Empty), "");
    }

    // The last line names the reason; the close code says whether a reconnect makes sense.
    private static async Task CarryToMemberAsync(ChatClient client, WebSocket socket, CancellationToken ended)
    {
        var last = client.Greeting;
        try
        {
            for (var line = last; line is not null; line = await client.ReadAsync())
            {
                if (socket.State == WebSocketState.Open)
                    await socket.SendAsync(Encoding.UTF8.GetBytes(line), WebSocketMessageType.Text, endOfMessage: true, ended);
                last = line;
            }

            var isItsFault = last.Split(' ') is ["!", "too-slow" or "no-name", ..];
            var code = isItsFault ? (int)WebSocketCloseStatus.PolicyViolation : TryAgainLater;
            await CloseAsync(socket, code, "The chat room has ended the connection.");
        }
        catch (IOException)
        {
            await CloseAsync(socket, TryAgainLater, Gone);
        }
    }

    private static async Task CloseAsync(WebSocket socket, int code, string reason)
    {
        var sent = code == (int)WebSocketCloseStatus.Empty ? null : reason;
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await socket.CloseOutputAsync((WebSocketCloseStatus)code, sent, CancellationToken.None);
    }
}
