using System.Diagnostics;
using System.Diagnostics.Metrics;
using HandRolledHttp.Http1;

namespace HandRolledHttp.Connection.Observing;

/// <summary>
/// What can be measured of requests, under the names that OpenTelemetry gives to HTTP servers, so that whatever shows those of
/// ASP.NET Core shows these as well (opentelemetry.io/docs/specs/semconv/http). Nobody listens: one look at three flags a request.
/// </summary>
internal static class HttpTelemetry
{
    /// <summary>The name of the meter and of the source of activities.</summary>
    public const string Name = "HandRolledHttp";

    private static readonly Meter s_meter = new(Name);
    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram<double>("http.server.request.duration", "s", "Duration of HTTP server requests.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] });

    private static readonly UpDownCounter<long> s_active = s_meter.CreateUpDownCounter<long>("http.server.active_requests", "{request}", "Number of active HTTP server requests.");

    // Not among OpenTelemetry's names: there a request that was never understood is none.
    private static readonly Counter<long> s_refused = s_meter.CreateCounter<long>("handrolled.refused_requests", "{request}", "Requests that broke a rule, by reason.");

    /// <summary>Where a span for each request comes from.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Whether anybody wants to know of requests.</summary>
    public static bool IsObserved => s_duration.Enabled || s_active.Enabled || Source.HasListeners();

    /// <summary>Whether anybody counts the active ones now; who counted a begin must count its end.</summary>
    public static bool CountsActive => s_active.Enabled;

    /// <summary>A request begins (1) or ends (-1).</summary>
    public static void Active(int change, string method, string scheme) =>
        s_active.Add(change, new("http.request.method", method), new("url.scheme", scheme));

    /// <summary>A request was answered, or was not and never will be.</summary>
    public static void Answered(TimeSpan duration, in TagList tags) => s_duration.Record(duration.TotalSeconds, tags);

    /// <summary>A request broke a rule.</summary>
    public static void Refused(RejectionReason reason)
    {
        if (s_refused.Enabled)
            s_refused.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
    }
}
