using System.Net;
using System.Net.Mime;
using Microsoft.Net.Http.Headers;
using SideBySide.Language;
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

/// <summary>
/// Accepts only host names that a foreign site cannot own, against DNS rebinding: a page of evil.example may resolve its own name to
/// 127.0.0.1 and then read this page as same-origin, but the browser still sends <c>Host: evil.example</c>. An IP address cannot be
/// rebound, and localhost belongs to this machine.
/// </summary>
internal static class RebindingGuard
{
    /// <summary>Rejects foreign hosts with 421 (RFC 9110 §15.5.20), before any other check.</summary>
    public static void UseRebindingGuard(this WebApplication app)
    {
        var own = (app.Configuration["AllowedHosts"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        _ = app.Use((context, next) =>
        {
            var host = context.Request.Host.Host;
            if (IsHere(host) || own.Contains(host, StringComparer.OrdinalIgnoreCase))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            context.Response.ContentType = "text/plain; charset=utf-8";
            var text = Texts.ForeignHost(host);
            return context.Response.WriteAsync($"{text.En}\n{text.Zh}\n");
        });
    }

    private static bool IsHere(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host, out _);
}

/// <summary>
/// Restricts the API to this page. Any site that the user visits can make the browser send requests here; the browser adds their origin in
/// <c>Sec-Fetch-Site</c> (Fetch Metadata) or at least in <c>Origin</c> (RFC 6454 §7). A request without both comes from a program on this
/// machine, which can reach the servers directly.
/// </summary>
internal static class SameOriginGuard
{
    /// <summary>Rejects foreign requests with 403, and media types that a foreign form can send without a preflight with 415.</summary>
    public static void UseSameOriginGuard(this WebApplication app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
            return next(context);
        if (!IsFromHere(request))
            return PageProblem.WriteAsync(context, StatusCodes.Status403Forbidden, Texts.ForeignOrigin);
        if (!IsJson(request))
            return PageProblem.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, Texts.OnlyJson);
        return next(context);
    });

    private static bool IsFromHere(HttpRequest request)
    {
        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        var site = request.Headers["Sec-Fetch-Site"];
        var origin = request.Headers.Origin;

        // "none" is a typed address or a bookmark, which can only read.
        return (site.Count == 0 || site == "same-origin" || (site == "none" && reads))
            && (origin.Count == 0 || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
    }

    // text/plain and the two media types of forms cross origins without a preflight; JSON does not.
    private static bool IsJson(HttpRequest request) => !HttpMethods.IsPost(request.Method)
        || (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase));
}
