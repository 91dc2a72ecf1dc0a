using System.Diagnostics;
using System.Globalization;
using HandRolledHttp.Web;
using RawSocketServer.Listening;

namespace HandRolledHttp.Connection.Observing;

/// <summary>
/// One request as it is seen from outside: a span (<see cref="Activity"/>), and the measurements when it ends. Made only while somebody
/// listens. A request that belongs to a trace says so with <c>traceparent</c> (W3C Trace Context); one that is malformed begins a new trace.
/// </summary>
/// <remarks>
/// The query is left out of the span: it is where people put what others should not see. A request whose head was refused has no
/// span: neither its method nor its path can be believed.
/// </remarks>
internal sealed class RequestObservation : IDisposable
{
    private readonly HttpRequest _request;
    private readonly Deadline _clock;
    private readonly long _begun;
    private readonly string _method;
    private readonly string _scheme;
    private readonly bool _countsActive = HttpTelemetry.CountsActive;
    private readonly Activity? _activity;
    private bool _ended;

    public RequestObservation(HttpRequest request, Deadline clock)
    {
        _request = request;
        _clock = clock;
        _begun = clock.Now();
        _method = Methods.Known.Contains(request.Method) ? request.Method : "_OTHER"; // a peer must not fill a store with names of its own
        _scheme = request.IsSecure ? "https" : "http";
        if (_countsActive)
            HttpTelemetry.Active(+1, _method, _scheme);
        _activity = HttpTelemetry.Source.HasListeners() ? Start() : null;
    }

    /// <summary>The answer is complete.</summary>
    /// <param name="status">Its status code.</param>
    /// <param name="failure">What went wrong here: few values, none from a peer; null: the status tells.</param>
    public void Answered(int status, string? failure = null) => End(status, failure ?? (status >= 500 ? status.ToString(CultureInfo.InvariantCulture) : null));

    /// <summary>Whatever was not answered never will be.</summary>
    public void Dispose()
    {
        if (!_ended)
            End(status: null, "unanswered");
        _activity?.Dispose();
    }

    private Activity? Start()
    {
        _ = ActivityContext.TryParse(_request.Field("traceparent"), _request.Field("tracestate"), isRemote: true, out var parent);
        var activity = HttpTelemetry.Source.CreateActivity(_method, ActivityKind.Server, parent, BeginTags(), idFormat: ActivityIdFormat.W3C);
        return activity?.Start();
    }

    // All that a sampler may want to decide by.
    private KeyValuePair<string, object?>[] BeginTags() =>
    [
        new("http.request.method", _method),
        new("url.scheme", _scheme),
        new("url.path", _request.Path),
        new("network.protocol.version", ProtocolVersion),
        new("server.address", _request.LocalEndPoint.Address.ToString()),
        new("server.port", _request.LocalEndPoint.Port),
        new("client.address", _request.RemoteEndPoint.Address.ToString()),
        new("user_agent.original", _request.Field("User-Agent")),
    ];

    private string ProtocolVersion => _request.Head.MinorVersion == 0 ? "1.0" : "1.1";

    private void End(int? status, string? failure)
    {
        _ended = true;
        if (_countsActive)
            HttpTelemetry.Active(-1, _method, _scheme);

        TagList tags = [new("http.request.method", _method), new("url.scheme", _scheme), new("network.protocol.version", ProtocolVersion)];
        if (status is not null)
            tags.Add("http.response.status_code", status);
        if (_request.RoutePattern is { } route)
            tags.Add("http.route", route);
        if (failure is not null)
            tags.Add("error.type", failure);
        HttpTelemetry.Answered(_clock.Since(_begun), tags);
        EndActivity(status, failure);
    }

    private void EndActivity(int? status, string? failure)
    {
        if (_activity is null)
            return;
        if (_request.RoutePattern is { } route)
        {
            _activity.DisplayName = $"{_method} {route}";
            _activity.SetTag("http.route", route);
        }

        if (status is not null)
            _activity.SetTag("http.response.status_code", status);
        if (failure is not null)
            _activity.SetTag("error.type", failure).SetStatus(ActivityStatusCode.Error);
        _activity.Stop();
    }
}
