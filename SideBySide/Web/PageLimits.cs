using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.RateLimiting;
using SideBySide.Language;

namespace SideBySide.Web;

/// <summary>Limits on concurrent requests and on their size. A request beyond them gets 429 or 413.</summary>
internal static class PageLimits
{
    /// <summary>Runs of experiments and scripts: each opens connections to every chosen server.</summary>
    public const string Runs = "runs";

    /// <summary>The whole matrix.</summary>
    public const string Matrix = "matrix";

    /// <summary>A benchmark: two at once would disturb each other.</summary>
    public const string Bench = "bench";

    /// <summary>Watchers of the live capture.</summary>
    public const string Watchers = "watchers";

    /// <summary>Bytes of a request with a script: 64 KiB in which JSON escapes every character.</summary>
    public const int ScriptRequest = 512 * 1024;

    // Seconds before a retry: a run may take 15 s and usually takes one.
    private const string RetryAfterSeconds = "2";

    // As many requests again are queued: a stopped run needs a moment to end, and the next one is not rejected for that. A watcher does not
    // end.
    private static readonly Dictionary<string, (int AtOnce, int Waiting)> s_limits =
        new() { [Runs] = (4, 4), [Matrix] = (8, 0), [Bench] = (1, 1), [Watchers] = (8, 0) };

    public static void AddPageLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        foreach (var (name, (atOnce, waiting)) in s_limits)
            _ = limiter.AddConcurrencyLimiter(name, options => (options.PermitLimit, options.QueueLimit) = (atOnce, waiting));
        limiter.OnRejected = (rejected, _) =>
        {
            var context = rejected.HttpContext;
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            var name = context.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName ?? Runs;
            return new ValueTask(PageProblem.WriteAsync(context, StatusCodes.Status429TooManyRequests, Texts.TooManyAtOnce(s_limits[name].AtOnce)));
        };
    });

    /// <summary>Rejects larger bodies with 413 before they are read.</summary>
    public static TBuilder TakesAtMost<TBuilder>(this TBuilder endpoint, int bytes)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new BodyLimit(bytes));

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
