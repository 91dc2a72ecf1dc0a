using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.RateLimiting;
using SideBySide.Language;

namespace SideBySide.Web;

/// <summary>How much may go on at once, and how large a request may be. What is past it hears 429 or 413 and harms nobody.</summary>
internal static class PageLimits
{
    /// <summary>Runs of experiments and scripts: each opens connections to every server that is asked.</summary>
    public const string Runs = "runs";

    /// <summary>The whole matrix.</summary>
    public const string Matrix = "matrix";

    /// <summary>A run under load: two at once would measure each other.</summary>
    public const string Bench = "bench";

    /// <summary>Those who watch the live capture.</summary>
    public const string Watchers = "watchers";

    /// <summary>Bytes of a request with a script: one of 64 KiB whose every character needs an escape in JSON.</summary>
    public const int ScriptRequest = 512 * 1024;

    // Before anyone tries again: a run may take 15 s and mostly takes one.
    private const string RetryAfterSeconds = "2";

    // As many again wait their turn: a run that was stopped takes a moment to end, and the next one is not rejected for that. Watchers do not end.
    private static readonly Dictionary<string, (int AtOnce, int Waiting)> s_limits =
        new() { [Runs] = (4, 4), [Matrix] = (8, 0), [Bench] = (1, 1), [Watchers] = (8, 0) };

    /// <summary>Registers the limits.</summary>
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

    /// <summary>Refuses larger bodies with 413, before they are read.</summary>
    public static TBuilder TakesAtMost<TBuilder>(this TBuilder endpoint, int bytes)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new BodyLimit(bytes));

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
