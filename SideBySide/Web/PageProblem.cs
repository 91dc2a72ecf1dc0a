using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Language;

namespace SideBySide.Web;

/// <summary>
/// An error for the page: <c>application/problem+json</c> (RFC 9457) with an English <c>detail</c> and a Chinese <c>detailZh</c>, since the
/// reader may switch the language at any time.
/// </summary>
internal static class PageProblem
{
    /// <summary>The problem as a result.</summary>
    /// <param name="status">The status, 4xx.</param>
    /// <param name="detail">One sentence.</param>
    /// <param name="more">Further members.</param>
    public static ProblemHttpResult Of(int status, LocalizedText detail, params IEnumerable<KeyValuePair<string, object?>> more) =>
        TypedResults.Problem(detail.En, statusCode: status, extensions: [KeyValuePair.Create<string, object?>("detailZh", detail.Zh), .. more]);

    public static Task WriteAsync(HttpContext context, int status, LocalizedText detail) => Of(status, detail).ExecuteAsync(context);

    /// <summary>A text from a request, truncated for use in a response.</summary>
    public static string Shortened(string? text) => text is not { Length: > 40 } ? text ?? "" : text[..40] + "…";

    /// <summary>Converts a <see cref="PageProblemException"/> and the framework's own rejections into a response.</summary>
    public static void UsePageProblems(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
            var response = context.Response;
            if (response.StatusCode >= 400 && !response.HasStarted && context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
                await WriteAsync(context, response.StatusCode, Words(response.StatusCode)); // some rejections set only the status
        }
        catch (PageProblemException e)
        {
            await Of(e.Status, e.Detail, e.More).ExecuteAsync(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, e.StatusCode, e.InnerException is JsonException json ? Texts.BadJson(json.Path ?? "$", (json.LineNumber ?? 0) + 1) : Words(e.StatusCode));
        }
    });

    private static LocalizedText Words(int status) => status switch
    {
        StatusCodes.Status404NotFound => Texts.NotHere,
        StatusCodes.Status405MethodNotAllowed => Texts.NotThisWay,
        StatusCodes.Status413PayloadTooLarge => Texts.BodyTooLarge,
        _ => Texts.BadRequest,
    };
}

/// <summary>The page's request cannot be fulfilled. <see cref="PageProblem.UsePageProblems"/> converts this into the response.</summary>
/// <param name="detail">One sentence.</param>
/// <param name="status">The status, 4xx.</param>
/// <param name="more">Further members of the problem.</param>
internal sealed class PageProblemException(LocalizedText detail, int status = StatusCodes.Status400BadRequest, Dictionary<string, object?>? more = null) : Exception(detail.En)
{
    public LocalizedText Detail => detail;

    public int Status => status;

    public Dictionary<string, object?> More => more ?? [];
}
