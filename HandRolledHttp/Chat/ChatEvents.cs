using System.Globalization;
using HandRolledHttp.Web;

namespace HandRolledHttp.Chat;

/// <summary>
/// The door of Server-Sent Events (HTML Standard §9.2): a reader of the room whose lines are events.
/// <code>
/// retry: 2000
///
/// event: notice                    ; for this client alone: * or !
/// data: * room 3f9c2a1b …
///
/// id: 3f9c2a1b:17                  ; comes back as Last-Event-ID
/// data: 17 Ann: Hello
///
/// :                                ; a comment, after a silence
/// </code>
/// </summary>
/// <param name="rooms">Leads to the room.</param>
/// <param name="options">When a comment is sent.</param>
/// <param name="time">The clock.</param>
internal sealed class ChatEvents(RoomConnections rooms, ChatOptions options, TimeProvider time)
{
    /// <summary>Sends events until one side ends. A room that is gone is an event, too: after a 503 no browser would come back.</summary>
    public async ValueTask SendAsync(HttpRequest request, HttpResponse response)
    {
        var position = ChatPosition.Parse(request.Field("Last-Event-ID") ?? "") ?? ChatPosition.Start;
        var prefersChinese = AcceptLanguage.PrefersChinese(request.Field("Accept-Language"));
        response.ContentType = "text/event-stream";
        response.AddField("Cache-Control", "no-store");
        response.AddField("X-Accel-Buffering", "no"); // nginx would keep events until its buffer is full
        if (request.Method == "HEAD")
        {
            await response.FlushAsync();
            return;
        }

        await response.WriteAsync("retry: 2000\n\n");
        await response.FlushAsync(); // the stream is open, however long the room takes
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
            // The stream ends as it should, and its client comes back to a server that goes on.
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
