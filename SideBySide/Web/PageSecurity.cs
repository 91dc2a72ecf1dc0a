using SideBySide.Servers;

namespace SideBySide.Web;

/// <summary>What the browser is told to forbid: the page shows bytes from anywhere and must never run any of them.</summary>
internal static class PageSecurity
{
    /// <summary>Sets the same fields on every answer.</summary>
    public static void UsePageSecurity(this WebApplication app)
    {
        // The one page that is shown in a frame; where it is, is known once the servers listen.
        var servers = app.Services.GetRequiredService<ServerSet>();
        UsePageSecurity(app, new Lazy<string>(() => $"frame-src {(RoomRoute.Pages(servers) is [var shown, ..] ? shown.Url : "'none'")}"));
    }

    private static void UsePageSecurity(WebApplication app, Lazy<string> frames) => app.Use((context, next) =>
    {
        var fields = context.Response.Headers;
        fields.ContentSecurityPolicy =
            $"default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; {frames.Value}";
        fields.XContentTypeOptions = "nosniff";
        fields["Referrer-Policy"] = "no-referrer";
        fields["Cross-Origin-Resource-Policy"] = "same-origin";
        fields.CacheControl = "no-cache"; // after an update the browser asks, and mostly hears 304
        return next(context);
    });
}
