using System.Net.WebSockets;
using System.Text;

namespace MinimalHttpServer;

/// <summary>The room as a WebSocket: a message is a line, in both directions.</summary>
internal sealed class ChatSocket(ChatSettings settings, IConfiguration configuration, IHostApplicationLifetime lifetime)
{
    private const int MaxMessage = 16 * 1024; // bytes; the room itself rejects long lines
    private const WebSocketCloseStatus TryAgainLater = (WebSocketCloseStatus)1013; // IANA, WebSocket Close Code Number
    private const string Gone = "The chat room cannot be reached. Try again later.";

    public async Task ServeAsync(HttpContext context)
    {
        if (!WebSocketEcho.MayOpen(context, configuration))
            return;
        var socket = await context.WebSockets.AcceptWebSocketAsync();
        var sender = new WebSocketSender(socket);
        await using var stopping = sender.CloseAtTheStop(lifetime);
        try
        {
            await BridgeAsync(socket, sender, context.RequestAborted);
        }
        catch (IOException)
        {
            await sender.CloseAsync(TryAgainLater, Gone);
            await CarryToRoomAsync(null, socket, sender, context.RequestAborted);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The member is gone.
        }
    }

    private async Task BridgeAsync(WebSocket socket, WebSocketSender sender, CancellationToken aborted)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        using var client = await ChatClient.OpenAsync(settings.Room, settings.Patience, ended.Token);
        var toMember = CarryToMemberAsync(client, sender, ended.Token);
        try
        {
            await CarryToRoomAsync(client, socket, sender, aborted);
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

    // Runs until the member closes. Lines that come after the server's own close frame were sent before the member received it.
    private async Task CarryToRoomAsync(ChatClient? client, WebSocket socket, WebSocketSender sender, CancellationToken aborted)
    {
        var buffer = new byte[MaxMessage + 1];
        var isRejected = false;
        for (var length = 0; ;)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), aborted);
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close)
                break;
            if (received.MessageType == WebSocketMessageType.Binary || length > MaxMessage)
            {
                isRejected = true;
                await (length > MaxMessage
                    ? sender.CloseAsync(WebSocketCloseStatus.MessageTooBig)
                    : sender.CloseAsync(WebSocketCloseStatus.InvalidMessageType, "A line is text."));
            }
            else if (received.EndOfMessage && client is not null && !isRejected)
            {
                await client.SayAsync(Encoding.UTF8.GetString(buffer, 0, length), settings.Patience);
            }

            if (received.EndOfMessage || isRejected)
                length = 0;
        }

        await sender.CloseAsync(socket.CloseStatus ?? WebSocketCloseStatus.Empty);
    }

    // The last line names the reason; the close code says whether a reconnect makes sense.
    private static async Task CarryToMemberAsync(ChatClient client, WebSocketSender sender, CancellationToken ended)
    {
        var last = client.Greeting;
        try
        {
            for (var line = last; line is not null; line = await client.ReadAsync())
            {
                await sender.SendAsync(Encoding.UTF8.GetBytes(line), WebSocketMessageType.Text, ended);
                last = line;
            }

            var isItsFault = last.Split(' ') is ["!", "too-slow" or "no-name", ..];
            var code = isItsFault ? WebSocketCloseStatus.PolicyViolation : TryAgainLater;
            await sender.CloseAsync(code, "The chat room has ended the connection.");
        }
        catch (IOException)
        {
            await sender.CloseAsync(TryAgainLater, Gone);
        }
    }
}
