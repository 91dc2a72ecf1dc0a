using System.Diagnostics;
using System.Globalization;
using RawSocketServer.Listening;

namespace HandRolledHttp.Connection.Observing;

/// <summary>
/// The observation of one request: a span (<see cref="Activity"/>), and the measurements at its end. Created only while a listener is
/// active. <c>traceparent</c> (W3C Trace Context) continues a trace; a malformed one starts a new trace.
/// </summary>
/// <remarks>
/// The span has no query, because a query often contains private data. A request with a rejected head has no span: its method and path are
/// not reliable.
/// </remarks>
internal sealed class RequestObservation : IDisposable
{
    private readonly RequestMessage _request;
    private readonly Deadline _clock;
    private readonly long _begun;
    private readonly string _method;
    private readonly string _scheme;
    private readonly bool _countsActive = HttpTelemetry.CountsActive;
    private readonly Activity? _activity;
    private bool _ended;

    public RequestObservation(RequestMessage request, Deadline clock)
    {
        _request = request;
        _clock = clock;
        _begun = clock.Now();
        _method = Methods.Known.Contains(request.Method) ? request.Method : "_OTHER"; // peers must not add names to a metrics store
        _scheme = request.IsSecure ? "https" : "http";
        if (_countsActive)
            HttpTelemetry.CountActive(+1, _method, _scheme);
        _activity = HttpTelemetry.Source.HasListeners() ? Start() : null;
    }

    /// <summary>The response is complete.</summary>
    /// <param name="status">Its status code.</param>
    /// <param name="failure">The error, one of a few fixed values; null if the status is enough.</param>
    public void Complete(int status, string? failure = null) =>
        End(status, failure ?? (status >= 500 ? status.ToString(CultureInfo.InvariantCulture) : null));

    /// <summary>Ends the observation of a request that got no response.</summary>
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

    // All attributes that a sampler may use.
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
            HttpTelemetry.CountActive(-1, _method, _scheme);

        TagList tags = [new("http.request.method", _method), new("url.scheme", _scheme), new("network.protocol.version", ProtocolVersion)];
        if (status is not null)
            tags.Add("http.response.status_code", status);
        if (_request.RoutePattern is { } route)
            tags.Add("http.route", route);
        if (failure is not null)
            tags.Add("error.type", failure);
        HttpTelemetry.RecordDuration(_clock.Since(_begun), tags);
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
