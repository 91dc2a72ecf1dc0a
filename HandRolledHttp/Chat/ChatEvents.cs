using System.Globalization;
using HandRolledHttp.Connection;
using HandRolledHttp.Web;

namespace HandRolledHttp.Chat;

/// <summary>
/// The room as Server-Sent Events (HTML Standard §9.2): each line of the room is an event.
/// <code>
/// retry: 2000
///
/// event: notice                    ; for this client alone: * or !
/// data: * room 3f9c2a1b …
///
/// id: 3f9c2a1b:17                  ; the browser sends it back as Last-Event-ID
/// data: 17 Ann: Hello
///
/// :                                ; a comment, after a silence
/// </code>
/// </summary>
/// <param name="rooms">Opens the connection to the room.</param>
/// <param name="options">The options; PingAfter is the silence before a comment.</param>
/// <param name="time">The clock.</param>
internal sealed class ChatEvents(RoomConnections rooms, ChatOptions options, TimeProvider time)
{
    /// <summary>Sends events until one side ends. A lost room is an event as well: after a 503 a browser would not reconnect.</summary>
    public async ValueTask SendAsync(HttpRequest request, HttpResponse response)
    {
        var position = ChatPosition.Parse(request.Field("Last-Event-ID") ?? "") ?? ChatPosition.Start;
        var prefersChinese = AcceptLanguage.PrefersChinese(request.Field("Accept-Language"));
        response.ContentType = "text/event-stream";
        response.AddField("Cache-Control", "no-store");
        response.AddField("X-Accel-Buffering", "no"); // otherwise nginx keeps events until its buffer is full
        if (request.Method == "HEAD")
        {
            await response.FlushAsync();
            return;
        }

        await response.WriteAsync("retry: 2000\n\n");
        await response.FlushAsync(); // opens the stream, however long the room takes
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, request.Draining);
        try
        {
            await rooms.UseAsync(room => SendAsync(response, room, position, ended.Token), ended.Token);
        }
        catch (RoomException e)
        {
            await response.WriteAsync($"event: notice\ndata: ! room-gone {e.Sentence(prefersChinese)}\n\n");
        }
        catch (OperationCanceledException) when (request.IsDraining && !request.Aborted.IsCancellationRequested)
        {
            // The stream ends cleanly, so its client reconnects to a server that is still running.
        }
    }

    private async Task SendAsync(HttpResponse response, RoomConnection room, ChatPosition position, CancellationToken ended)
    {
        await room.SendAsync(position.FirstLine(room.RoomId), ended);
        await response.WriteAsync(Event(room, room.Greeting));
        while (true)
        {
            var reading = room.ReadAsync(ended).AsTask();
            if (!reading.IsCompleted)
                await response.FlushAsync();
            while (!await IsDoneAsync(reading, ended))
            {
                await response.WriteAsync(":\n\n");
                await response.FlushAsync();
            }

            if (await reading is not { } line)
                return;
            await response.WriteAsync(Event(room, line));
        }
    }

    private async Task<bool> IsDoneAsync(Task reading, CancellationToken ended)
    {
        try
        {
            await reading.WaitAsync(options.PingAfter, time, ended);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static string Event(RoomConnection room, RoomLine line) => line.Number > 0
        ? string.Create(CultureInfo.InvariantCulture, $"id: {room.RoomId}:{line.Number}\ndata: {line.Text}\n\n")
        : $"event: notice\ndata: {line.Text}\n\n";
}
