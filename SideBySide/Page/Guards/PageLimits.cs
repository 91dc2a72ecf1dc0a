using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.RateLimiting;

namespace SideBySide.Page.Guards;

/// <summary>How much may go on at once, and how large a request may be. What is past it hears 429 or 413 and harms nobody.</summary>
internal static class PageLimits
{
    /// <summary>Runs of experiments and scripts: each opens connections to every server that is asked.</summary>
    public const string Runs = "runs";

    /// <summary>The whole matrix.</summary>
    public const string Matrix = "matrix";

    /// <summary>A run under load: two at once would measure each other.</summary>
    public const string Bench = "bench";

    /// <summary>Those who watch the live wire.</summary>
    public const string Watchers = "watchers";

    /// <summary>Bytes of a request with a script: one of 64 KiB whose every character needs an escape in JSON.</summary>
    public const int ScriptRequest = 512 * 1024;

    // Before anyone tries again: a run may take 15 s and mostly takes one.
    private const string RetryAfterSeconds = "2";

    private static readonly Dictionary<string, int> s_atOnce = new() { [Runs] = 4, [Matrix] = 1, [Bench] = 1, [Watchers] = 8 };

    /// <summary>Registers the limits.</summary>
    public static void AddPageLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        foreach (var (name, most) in s_atOnce)
            _ = limiter.AddConcurrencyLimiter(name, options => (options.PermitLimit, options.QueueLimit) = (most, 0));
        limiter.OnRejected = (rejected, _) =>
        {
            var context = rejected.HttpContext;
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            var name = context.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName ?? Runs;
            return new ValueTask(PageProblem.WriteAsync(context, StatusCodes.Status429TooManyRequests, Texts.TooManyAtOnce(s_atOnce[name])));
        };
    });

    /// <summary>Refuses larger bodies with 413, before they are read.</summary>
    public static TBuilder TakesAtMost<TBuilder>(this TBuilder endpoint, int bytes)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new BodyLimit(bytes));

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
