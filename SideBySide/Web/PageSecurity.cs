using SideBySide.Servers;

namespace SideBySide.Web;

/// <summary>Restrictions for the browser: the page shows bytes from any source and must never execute them.</summary>
internal static class PageSecurity
{
    /// <summary>Sets the same fields on every response.</summary>
    public static void UsePageSecurity(this WebApplication app)
    {
        // The only framed page; its address is known once the servers listen.
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
        fields.CacheControl = "no-cache"; // the browser revalidates, mostly with a 304
        return next(context);
    });
}
