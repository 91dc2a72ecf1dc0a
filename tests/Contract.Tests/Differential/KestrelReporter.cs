using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Contract.Tests.Differential;

/// <summary>
/// Kestrel with nothing above it but the same handler, and the same answers as HandRolledHttp's router for methods that are not mapped:
/// what differs then differs in the understanding of HTTP.
/// </summary>
internal static class KestrelReporter
{
    public static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        return app;
    }

    public static int Port(WebApplication app) => new Uri(app.Urls.First()).Port;

    private static Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Method is "GET" or "HEAD" or "POST")
            return ReportAsync(context);
        context.Response.StatusCode = context.Request.Method switch { "OPTIONS" => 204, "PUT" or "DELETE" or "PATCH" => 405, _ => 501 };
        return Task.CompletedTask;
    }

    private static async Task ReportAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var understood = new Understanding(request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, request.Path.Value!,
            Lines(request.Headers), Convert.ToBase64String(body.ToArray()), request.CheckTrailersAvailable() ? Lines(context.Features.GetRequiredFeature<IHttpRequestTrailersFeature>().Trailers) : []).ToJson();
        response.Headers[HandRolledReporter.MethodField] = request.Method;
        response.ContentType = "application/json";
        response.ContentLength = understood.Length;
        await response.Body.WriteAsync(understood);
    }

    private static string[] Lines(IHeaderDictionary fields) =>
        Understanding.Sorted(fields.SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? ""))));
}
