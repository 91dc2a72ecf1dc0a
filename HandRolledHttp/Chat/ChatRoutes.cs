using System.Text;
using HandRolledHttp.Connection;
using HandRolledHttp.Web;
using HandRolledHttp.Web.Forms;
using RawSocketServer.Chat;

namespace HandRolledHttp.Chat;

/// <summary>
/// The room's routes for browsers: a gateway (RFC 9110 §3.7) in which each client has its own connection to the room. The gateway keeps
/// no state: order, numbers, history and limits are the room's.
/// </summary>
internal sealed class ChatRoutes
{
    private readonly ChatOptions _options;
    private readonly TimeProvider _time;
    private readonly RoomConnections _rooms;
    private readonly ChatSocket _socket;
    private readonly ChatEvents _events;

    private ChatRoutes(ChatOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _rooms = new RoomConnections(options, time);
        _socket = new ChatSocket(_rooms);
        _events = new ChatEvents(_rooms, options, time);
    }

    /// <summary>Adds the four routes and a page that uses them.</summary>
    public static void Map(WebServer routes, ChatOptions options, TimeProvider time)
    {
        var chat = new ChatRoutes(options, time);
        routes.MapGet("/chat", chat.Configured(chat.JoinAsync));
        routes.MapGet("/chat/events", chat.Configured(chat._events.SendAsync));
        routes.MapGet("/chat/next", chat.Configured(chat.NextAsync));
        routes.MapPost("/chat", chat.Configured(chat.SayAsync));
        ChatPage.Map(routes);
    }

    private RequestHandler Configured(RequestHandler handler) => _options.Room.Length > 0 ? handler : NotConfiguredAsync;

    private static ValueTask NotConfiguredAsync(HttpRequest request, HttpResponse response) => RejectAsync(request, response, 404,
        "No chat room is configured. Start one with RawSocketServer --mode chat, and this server with --Chat:Room tcp://127.0.0.1:12347.",
        "没有配置聊天室。请先用 RawSocketServer --mode chat 启动聊天室，再用 --Chat:Room tcp://127.0.0.1:12347 启动本服务器。");

    private ValueTask JoinAsync(HttpRequest request, HttpResponse response)
    {
        var prefersChinese = PrefersChinese(request);
        return response.WebSocketAsync((socket, closed) => _socket.ServeAsync(socket, prefersChinese, closed), ChatSocket.MaxMessage);
    }

    // Long polling: the response waits for a line. It then takes all available lines: the room sends the rest before its FIN.
    private async ValueTask NextAsync(HttpRequest request, HttpResponse response)
    {
        if (ChatPosition.Parse(request.Query("after") ?? "0") is not { } position)
        {
            await RejectAsync(request, response, 400,
                "after= is the number of a line, such as 17 or 3f9c2a1b:17.",
                "after= 是行号，例如 17 或 3f9c2a1b:17。");
            return;
        }

        response.AddField("Cache-Control", "no-store");
        if (request.Method == "HEAD")
        {
            await response.FlushAsync();
            return;
        }

        using var waited = new CancellationTokenSource(_options.PollTimeout, _time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(waited.Token, request.Aborted, request.Draining);
        try
        {
            await _rooms.UseAsync(room => NextAsync(response, room, position, ended.Token, request.Aborted), ended.Token);
        }
        catch (RoomException e)
        {
            await UnavailableAsync(request, response, e);
        }
        catch (OperationCanceledException) when (!request.Aborted.IsCancellationRequested)
        {
            await response.StatusAsync(204); // no line arrived
        }
    }

    private async Task NextAsync(
        HttpResponse response, RoomConnection room, ChatPosition position, CancellationToken ended, CancellationToken aborted)
    {
        await room.SendAsync(position.FirstLine(room.RoomId), ended);
        if (await room.ReadAsync(ended) is not { Number: > 0 } line)
            throw RoomException.Lost(); // the room is full, or stops
        room.EndSending();
        using var late = new CancellationTokenSource(_options.RoomTimeout, _time);
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(late.Token, aborted);
        var lines = new StringBuilder();
        long last;
        do
        {
            last = line.Number;
            lines.Append(line.Text).Append('\n');
        }
        while ((line = await room.ReadAsync(rest.Token) ?? default).Number > 0);

        response.AddField("Link", $"</chat/next?after={position with { Room = room.RoomId, Number = last }}>; rel=\"next\"");
        await response.TextAsync(lines.ToString());
    }

    // A form of any site can be sent here without permission, so Origin must be checked (Fetch Standard §3.1).
    private async ValueTask SayAsync(HttpRequest request, HttpResponse response)
    {
        if (response.IsFromForeignPage())
        {
            await RejectAsync(request, response, 403, "Pages of another site may not write here.", "其他网站的页面不能在此发言。");
            return;
        }

        var form = await request.FormAsync();
        var (name, text) = (Value(form, "name"), RoomLine.One(Value(form, "text")));
        if (!ChatText.IsName(name) || string.IsNullOrWhiteSpace(text))
        {
            await RejectAsync(request, response, 400,
                "Send a form with name= (1 to 32 letters, digits, _ - . and no space) and text= (not blank).",
                "请提交表单：name=（1 到 32 个字母、汉字、数字或 _ - .，不含空格）和 text=（不能为空白）。");
            return;
        }

        response.AddField("Cache-Control", "no-store");
        try
        {
            await _rooms.UseAsync(room => SayAsync(response, room, name, text, request.Aborted), request.Aborted);
        }
        catch (RoomException e)
        {
            await UnavailableAsync(request, response, e);
        }
    }

    private async Task SayAsync(HttpResponse response, RoomConnection room, string name, string text, CancellationToken aborted)
    {
        using var late = new CancellationTokenSource(_options.RoomTimeout, _time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(late.Token, aborted);
        try
        {
            await room.SendAsync($"{name} post\n{text}", ended.Token);
            room.EndSending();
            if (await room.ReadAsync(ended.Token) is not { } line)
                throw RoomException.Lost();
            response.Status = StatusOf(line);
            if (response.Status == 503)
                response.AddField("Retry-After", "2");
            await response.TextAsync(line.Text + "\n");
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            throw RoomException.Lost();
        }
    }

    private static int StatusOf(RoomLine line) => line.Number > 0 ? 200
        : line.Code == ChatNotice.NameTaken.Code() ? 409
        : line.Code == ChatNotice.LineTooLong.Code() ? 413
        : line.Code == ChatNotice.NameInvalid.Code() ? 400
        : 503;

    private static string Value(Form form, string name) => form.Fields.FirstOrDefault(field => field.Key == name).Value ?? "";

    private static bool PrefersChinese(HttpRequest request) => AcceptLanguage.PrefersChinese(request.Field("Accept-Language"));

    private static ValueTask UnavailableAsync(HttpRequest request, HttpResponse response, RoomException e)
    {
        response.AddField("Retry-After", "2");
        response.Status = 503;
        return response.TextAsync(e.Sentence(PrefersChinese(request)) + "\n");
    }

    private static ValueTask RejectAsync(HttpRequest request, HttpResponse response, int status, string english, string chinese)
    {
        response.Status = status;
        response.AddField("Vary", "Accept-Language");
        return response.TextAsync((PrefersChinese(request) ? chinese : english) + "\n");
    }
}
