using HandRolledHttp.Connection.WebSockets;
using HandRolledHttp.WebSocket;
using RawSocketServer.Chat;

namespace HandRolledHttp.Chat;

/// <summary>The room as a WebSocket: a message is a line, in both directions.</summary>
/// <param name="rooms">Opens the connection to the room.</param>
internal sealed class ChatSocket(RoomConnections rooms)
{
    /// <summary>The maximum message in bytes: more than a line, so that the room itself rejects long lines. Above: 1009.</summary>
    public const int MaxMessage = 16 * 1024;

    /// <summary>Serves one member.</summary>
    /// <param name="socket">The member's WebSocket.</param>
    /// <param name="prefersChinese">Whether close frames give reasons in Chinese.</param>
    /// <param name="closed">Cancelled when the member's connection has ended.</param>
    public async Task ServeAsync(WebSocketConnection socket, bool prefersChinese, CancellationToken closed)
    {
        try
        {
            await rooms.UseAsync(room => BridgeAsync(socket, room, prefersChinese, closed), closed);
        }
        catch (RoomException e)
        {
            await socket.CloseAsync(CloseCode.TryAgainLater, e.Sentence(prefersChinese));
        }
    }

    private static async Task BridgeAsync(
        WebSocketConnection socket, RoomConnection room, bool prefersChinese, CancellationToken closed)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(closed);
        var toMember = CarryToMemberAsync(socket, room, prefersChinese, ended.Token);
        var isBroken = true;
        try
        {
            await CarryToRoomAsync(socket, room, prefersChinese, closed);
            isBroken = socket.ClientCode == CloseCode.Abnormal; // no close frame came
        }
        catch (RoomException)
        {
            await room.EndedAsync(toMember); // the room takes no more lines, but the member still gets those that it has sent
            throw;
        }
        finally
        {
            await ended.CancelAsync();
            await toMember.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the member's next receive reports it
            if (isBroken)
                room.Reset();
            else
                await room.LeaveAsync();
        }
    }

    private static async Task CarryToRoomAsync(
        WebSocketConnection socket, RoomConnection room, bool prefersChinese, CancellationToken closed)
    {
        while (await socket.ReceiveAsync() is { } message)
        {
            if (message.IsText)
                await room.SendAsync(RoomLine.One(message.Text), closed);
            else
                await socket.CloseAsync(CloseCode.UnsupportedData, prefersChinese ? "一行是文本。" : "A line is text.");
        }
    }

    // The last line names the reason; the close code says whether a reconnect makes sense.
    private static async Task CarryToMemberAsync(
        WebSocketConnection socket, RoomConnection room, bool prefersChinese, CancellationToken ended)
    {
        var last = room.Greeting;
        try
        {
            await socket.SendAsync(last.Text);
            while (await room.ReadAsync(ended) is { } line)
            {
                await socket.SendAsync(line.Text);
                last = line;
            }

            var isItsFault = last.Code == ChatNotice.TooSlow.Code() || last.Code == ChatNotice.NoName.Code();
            await socket.CloseAsync(
                isItsFault ? CloseCode.PolicyViolation : CloseCode.TryAgainLater,
                prefersChinese ? "聊天室已结束连接。" : "The chat room has ended the connection.");
        }
        catch (RoomException e)
        {
            await socket.CloseAsync(CloseCode.TryAgainLater, e.Sentence(prefersChinese));
        }
    }
}
