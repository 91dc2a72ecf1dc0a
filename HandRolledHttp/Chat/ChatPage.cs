using HandRolledHttp.Web;

namespace HandRolledHttp.Chat;

/// <summary>A page that joins the room: three files of this server only.</summary>
internal static class ChatPage
{
    // Whatever the members write, the page runs only its own script. Pages of this machine may show it in a frame.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'self' http://127.0.0.1:* http://localhost:*";

    /// <summary>Adds <c>/chat/room</c>, its script and its style.</summary>
    public static void Map(WebServer routes)
    {
        Map(routes, "/chat/room", "room.html", "text/html; charset=utf-8");
        Map(routes, "/chat/room.js", "room.js", "text/javascript; charset=utf-8");
        Map(routes, "/chat/room.css", "room.css", "text/css; charset=utf-8");
    }

    private static void Map(WebServer routes, string path, string file, string type)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "site", "chat", file));
        routes.MapGet(path, (request, response) =>
        {
            response.AddField("Content-Security-Policy", Policy);
            response.AddField("X-Content-Type-Options", "nosniff");
            return response.BytesAsync(type, bytes);
        });
    }
}
