namespace MinimalHttpServer;

/// <summary>A page that joins the room: three files of this server only.</summary>
internal static class ChatPage
{
    // Whatever the members write, the page runs only its own script. Pages of this machine may show it in a frame.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'self' http://127.0.0.1:* http://localhost:*";

    /// <summary>Adds <c>/chat/room</c>, its script and its style.</summary>
    public static void Map(RouteGroupBuilder routes, string contentRoot)
    {
        (string, string, string)[] files =
        [
            ("room", "room.html", "html"), ("room.js", "room.js", "javascript"), ("room.css", "room.css", "css")
        ];
        foreach (var (path, file, type) in files)
        {
            routes.MapGet($"/chat/{path}", (HttpResponse response) =>
            {
                response.Headers.ContentSecurityPolicy = Policy;
                response.Headers.XContentTypeOptions = "nosniff";
                return Results.File(Path.Combine(contentRoot, "site", "chat", file), $"text/{type}; charset=utf-8");
            });
        }
    }
}
