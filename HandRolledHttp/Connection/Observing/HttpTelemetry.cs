using System.Diagnostics;
using System.Diagnostics.Metrics;
using HandRolledHttp.Http1;

namespace HandRolledHttp.Connection.Observing;

/// <summary>
/// The measurements of requests, with OpenTelemetry's names for HTTP servers, so that a dashboard for ASP.NET Core works here as well
/// (opentelemetry.io/docs/specs/semconv/http). Without a listener a request costs only three checks of a flag.
/// </summary>
internal static class HttpTelemetry
{
    /// <summary>The name of the meter and of the source of activities.</summary>
    public const string Name = "HandRolledHttp";

    private static readonly Meter s_meter = new(Name);
    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram<double>("http.server.request.duration", "s", "Duration of HTTP server requests.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] });

    private static readonly UpDownCounter<long> s_active = s_meter.CreateUpDownCounter<long>("http.server.active_requests", "{request}", "Number of active HTTP server requests.");

    // Not one of OpenTelemetry's names: they do not count a request that could not be parsed.
    private static readonly Counter<long> s_rejections = s_meter.CreateCounter<long>("handrolled.refused_requests", "{request}", "Requests that broke a rule, by reason.");

    /// <summary>The source of the span for each request.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Whether a listener for requests is active.</summary>
    public static bool IsObserved => s_duration.Enabled || s_active.Enabled || Source.HasListeners();

    /// <summary>Whether active requests are counted now; a counted begin needs a counted end.</summary>
    public static bool CountsActive => s_active.Enabled;

    /// <summary>A request begins (1) or ends (-1).</summary>
    public static void CountActive(int change, string method, string scheme) =>
        s_active.Add(change, new("http.request.method", method), new("url.scheme", scheme));

    /// <summary>A request ended, with or without a response.</summary>
    public static void RecordDuration(TimeSpan duration, in TagList tags) => s_duration.Record(duration.TotalSeconds, tags);

    /// <summary>A request broke a rule.</summary>
    public static void CountRejection(RejectionReason reason)
    {
        if (s_rejections.Enabled)
            s_rejections.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
    }
}
