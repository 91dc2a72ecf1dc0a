using Microsoft.AspNetCore.Connections;

namespace MinimalHttpServer;

/// <summary>The rules for methods that the framework leaves to the application (RFC 9110 §9.3.2, §9.3.7, §15.6.2).</summary>
internal static class Conventions
{
    private static readonly string[] s_known = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];

    /// <summary>Every GET route of the group also handles HEAD; the server leaves out the body.</summary>
    public static RouteGroupBuilder AnswerHeadLikeGet(this RouteGroupBuilder routes)
    {
        ((IEndpointConventionBuilder)routes).Add(endpoint =>
        {
            if (endpoint.Metadata.OfType<HttpMethodMetadata>().Any(m => m.HttpMethods.Contains(HttpMethods.Get)))
                endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
        });
        return routes;
    }

    /// <summary>501 for an unknown method; OPTIONS on every known path, based on the routing table.</summary>
    public static void UseMethodConventions(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (!s_known.Contains(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status501NotImplemented;
            return;
        }

        try
        {
            await next(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = e.StatusCode; // a malformed body is the peer's mistake, so it is not logged as an error
            context.Response.Headers.Connection = "close";
        }
        catch (Exception e) when (e is BadHttpRequestException or ConnectionResetException)
        {
            context.Abort(); // too late for an error response, and a normal end would make half a response look complete
        }

        if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed && context.Response.Headers.Allow.Count > 0)
        {
            var allowed = context.Response.Headers.Allow.ToString().Split(", ").Append(HttpMethods.Options);
            context.Response.Headers.Allow = string.Join(", ", allowed.Order(StringComparer.Ordinal));
            if (HttpMethods.IsOptions(context.Request.Method))
                context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    });
}
