using System.Globalization;
using System.Text.RegularExpressions;
using System.Threading.RateLimiting;

namespace MinimalHttpServer;

/// <summary>
/// The room's routes for browsers (docs/chat.md). The framework implements WebSocket, events and forms; this class connects each browser to
/// the room as a client.
/// </summary>
internal sealed partial class ChatRoutes(
    ChatSettings settings, IConfiguration configuration, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private const string Limiter = "chat";

    /// <summary>Limits the connections to the room: one for each request.</summary>
    public static void AddLimit(WebApplicationBuilder builder) => builder.Services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status503ServiceUnavailable;
        limiter.AddPolicy(Limiter, _ => RateLimitPartition.GetConcurrencyLimiter(Limiter, _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = builder.Configuration.GetValue("Chat:MaxConnections", 1000),
        }));
    });

    /// <summary>Adds the four routes and a page that uses them; without a room each response explains the missing option.</summary>
    /// <exception cref="FormatException">The room's address is malformed.</exception>
    public static void Map(RouteGroupBuilder routes, WebApplication app)
    {
        ChatPage.Map(routes, app.Environment.ContentRootPath);
        if (ChatSettings.Read(app.Configuration) is not { } settings)
        {
            foreach (var path in new[] { "/chat", "/chat/events", "/chat/next" })
                routes.MapGet(path, NotConfigured);
            routes.MapPost("/chat", NotConfigured);
            return;
        }

        var time = app.Services.GetService<TimeProvider>() ?? TimeProvider.System;
        var chat = new ChatRoutes(settings, app.Configuration, app.Lifetime, time);
        var events = new ChatEvents(settings, app.Lifetime, time);
        var doors = routes.MapGroup("").RequireRateLimiting(Limiter);
        doors.MapGet("/chat", new ChatSocket(settings, app.Configuration, app.Lifetime).ServeAsync);
        doors.MapGet("/chat/events", (HttpContext context) =>
        {
            context.Response.Headers["X-Accel-Buffering"] = "no"; // otherwise nginx keeps events until its buffer is full
            return TypedResults.ServerSentEvents(events.ReadAsync(context, context.RequestAborted));
        });
        doors.MapGet("/chat/next", chat.NextAsync);
        doors.MapPost("/chat", chat.SayAsync).DisableAntiforgery(); // the route checks Origin instead
    }

    /// <summary>The first line of a connection that continues at a position. A number of another room has no meaning in this one.</summary>
    public static string FirstLine(string position, string room)
    {
        var at = Position.Match(position);
        var isOfThisRoom = at.Success && (!at.Groups["room"].Success || at.Groups["room"].Value == room);
        var number = isOfThisRoom ? long.Parse(at.Groups["number"].Value, CultureInfo.InvariantCulture) : 0;
        return number > 0 ? $"* after={number}" : "*";
    }

    /// <summary>The message for a lost room, in the client's language.</summary>
    public static string Unreachable(HttpRequest request) =>
        Say(request, "The chat room cannot be reached. Try again later.", "无法连接聊天室，请稍后再试。");

    // Long polling: the response waits for a line. It then takes all available lines: the room sends the rest before its FIN.
    private async Task<IResult> NextAsync(HttpContext context, string? after)
    {
        if (!Position.IsMatch(after ?? "0"))
        {
            return Sentence(context.Request, 400,
                "after= is the number of a line, such as 17 or 3f9c2a1b:17.",
                "after= 是行号，例如 17 或 3f9c2a1b:17。");
        }

        context.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(context.Request.Method))
            return Results.Text("");
        using var waited = new CancellationTokenSource(settings.PollTimeout, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            waited.Token, context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            using var client = await ChatClient.OpenAsync(settings.Room, settings.Patience, ended.Token);
            await client.SayAsync(FirstLine(after ?? "0", client.RoomId), settings.Patience);
            var lines = new List<string>();
            for (string? line; (line = await client.ReadAsync()) is not null && ChatClient.Number(line) > 0; lines.Add(line))
            {
                if (lines.Count == 0)
                    client.Finish();
            }

            if (lines.Count == 0)
                return Unavailable(context);
            context.Response.Headers.Link = $"</chat/next?after={client.RoomId}:{ChatClient.Number(lines[^1])}>; rel=\"next\"";
            return Results.Text(string.Concat(lines.Select(line => line + "\n")));
        }
        catch (IOException)
        {
            return Unavailable(context);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return Results.NoContent(); // no line arrived
        }
    }

    private async Task<IResult> SayAsync(HttpContext context, IFormCollection form)
    {
        if (!WebSocketEcho.MayConnect(context.Request, configuration))
            return Sentence(context.Request, 403, "Pages of another site may not write here.", "其他网站的页面不能在此发言。");
        var (name, text) = (form["name"].FirstOrDefault() ?? "", form["text"].FirstOrDefault() ?? "");
        if (name.AsSpan().ContainsAny("* ") || !ChatRoom.FirstLine.IsMatch(name) || string.IsNullOrWhiteSpace(text))
        {
            return Sentence(context.Request, 400,
                "Send a form with name= (1 to 32 letters, digits, _ - . and no space) and text= (not blank).",
                "请提交表单：name=（1 到 32 个字母、汉字、数字或 _ - .，不含空格）和 text=（不能为空白）。");
        }

        context.Response.Headers.CacheControl = "no-store";
        try
        {
            using var client = await ChatClient.OpenAsync(settings.Room, settings.Patience, context.RequestAborted);
            await client.SayAsync($"{name} post", settings.Patience);
            await client.SayAsync(text, settings.Patience);
            client.Finish();
            var line = await client.ReadAsync().WaitAsync(settings.Patience, context.RequestAborted);
            if (line is null)
                return Unavailable(context);
            if (StatusOf(line) == StatusCodes.Status503ServiceUnavailable)
                context.Response.Headers.RetryAfter = "2";
            return Results.Text(line + "\n", statusCode: StatusOf(line));
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            return Unavailable(context);
        }
    }

    private static int StatusOf(string line) => ChatClient.Number(line) > 0 ? 200
        : line.Split(' ')[1] switch { "name-taken" => 409, "line-too-long" => 413, "name-invalid" => 400, _ => 503 };

    private static IResult NotConfigured(HttpRequest request) => Sentence(request, 404,
        "No chat room is configured. Start one with RawSocketServer --mode chat, and this server with --Chat:Room tcp://127.0.0.1:12347.",
        "没有配置聊天室。请先用 RawSocketServer --mode chat 启动聊天室，再用 --Chat:Room tcp://127.0.0.1:12347 启动本服务器。");

    private static IResult Unavailable(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "2";
        return Results.Text(Unreachable(context.Request) + "\n", statusCode: 503);
    }

    private static IResult Sentence(HttpRequest request, int status, string english, string chinese)
    {
        request.HttpContext.Response.Headers.Vary = "Accept-Language";
        return Results.Text(Say(request, english, chinese) + "\n", statusCode: status);
    }

    private static string Say(HttpRequest request, string english, string chinese)
    {
        var first = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1).FirstOrDefault();
        return first?.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true ? chinese : english;
    }

    [GeneratedRegex("^((?<room>[0-9a-f]{8}):)?(?<number>[0-9]{1,18})$")]
    private static partial Regex Position { get; }
}
