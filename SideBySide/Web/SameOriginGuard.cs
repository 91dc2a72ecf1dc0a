using System.Net.Mime;
using Microsoft.Net.Http.Headers;
using SideBySide.Language;

namespace SideBySide.Web;

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
