using Microsoft.AspNetCore.Connections;

namespace MinimalHttpServer;

/// <summary>What HTTP says of methods and the framework leaves to the application (RFC 9110 §9.3.2, §9.3.7, §15.6.2).</summary>
internal static class Conventions
{
    private static readonly string[] s_known = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];

    /// <summary>Lets every GET route of the group answer HEAD as well; the server itself leaves the body out.</summary>
    public static RouteGroupBuilder AnswerHeadLikeGet(this RouteGroupBuilder routes)
    {
        ((IEndpointConventionBuilder)routes).Add(endpoint =>
        {
            if (endpoint.Metadata.OfType<HttpMethodMetadata>().Any(m => m.HttpMethods.Contains(HttpMethods.Get)))
                endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
        });
        return routes;
    }

    /// <summary>501 for a method nobody knows; OPTIONS on every known path, told from what routing would allow there.</summary>
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
            context.Response.StatusCode = e.StatusCode; // a body that is malformed is the peer's fault, not an error of ours to log
            context.Response.Headers.Connection = "close";
        }
        catch (Exception e) when (e is BadHttpRequestException or ConnectionResetException)
        {
            context.Abort(); // too late for an answer, and a clean end would make half of one look whole
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
