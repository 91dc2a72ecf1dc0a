using System.Diagnostics;
using HandRolledHttp.Http1;
using HandRolledHttp.Web;
using TestKit;

namespace HandRolledHttp.Tests.Connection.Observing;

/// <summary>Each test has its own route, since a listener receives the measurements of the whole process.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task A_request_is_measured_under_the_names_of_OpenTelemetry()
    {
        using var measured = new Measurements("HandRolledHttp");

        await new Served().Map("GET", "/measured/{x}", (_, response) => response.StatusAsync(201)).AnswerAsync("GET /measured/1?secret=2 HTTP/1.0\r\n\r\n");

        var (seconds, tags) = Assert.Single(measured.Of("http.server.request.duration", "http.route", "/measured/{x}"));
        Assert.InRange(seconds, 0, 20);
        Assert.Equal(
            "http.request.method=GET http.response.status_code=201 http.route=/measured/{x} network.protocol.version=1.0 url.scheme=http",
            string.Join(' ', tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}")));
    }

    [Fact]
    public async Task A_handler_that_fails_is_told_by_the_name_of_its_failure()
    {
        using var measured = new Measurements("HandRolledHttp");

        await new Served().Map("GET", "/fails", (_, _) => throw new InvalidOperationException("secret")).AnswerAsync("GET /fails HTTP/1.1\r\nHost: x\r\n\r\n");

        var (_, tags) = Assert.Single(measured.Of("http.server.request.duration", "http.route", "/fails"));
        Assert.Equal(500, tags["http.response.status_code"]);
        Assert.Equal("System.InvalidOperationException", tags["error.type"]);
    }

    [Fact]
    public async Task A_request_that_is_cut_off_is_measured_without_a_status()
    {
        using var measured = new Measurements("HandRolledHttp");

        await new Served().Map("POST", "/cut", (request, response) => request.Body.CopyToAsync(response))
            .AnswerAsync("POST /cut HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf");

        var (_, tags) = Assert.Single(measured.Of("http.server.request.duration", "http.route", "/cut"));
        Assert.DoesNotContain("http.response.status_code", tags.Keys);
        Assert.Equal("unanswered", tags["error.type"]);
    }

    [Fact]
    public async Task Active_requests_are_counted_up_and_down_under_methods_that_exist()
    {
        using var measured = new Measurements("HandRolledHttp");
        var during = 0.0;

        await new Served()
            .Map("PUT", "/active", async (_, response) =>
            {
                during = measured.Sum("http.server.active_requests", "http.request.method", "PUT");
                await response.StatusAsync(204);
            })
            .AnswerAsync("PUT /active HTTP/1.1\r\nHost: x\r\n\r\nBREW /active HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.Equal(1, during); // no other test here sends PUT
        Assert.Equal(0, measured.Sum("http.server.active_requests", "http.request.method", "PUT"));
        Assert.Empty(measured.Of("http.server.active_requests", "http.request.method", "BREW"));
        Assert.NotEmpty(measured.Of("http.server.active_requests", "http.request.method", "_OTHER"));
    }

    [Fact]
    public async Task A_refused_request_is_counted_by_its_reason()
    {
        using var measured = new Measurements("HandRolledHttp");

        await new Served().AnswerAsync("GET /a HTTP/1.1\r\nHost: x\r\nContent_Length: 1\r\n\r\n");

        Assert.NotEmpty(measured.Of("handrolled.refused_requests", "reason", nameof(RejectionReason.FieldLookAlike)));
    }

    [Fact]
    public async Task A_span_continues_the_trace_that_the_request_names()
    {
        using var spans = new Spans("/traced/{x}");
        Activity? during = null;

        await new Served()
            .Map("GET", "/traced/{x}", (_, response) =>
            {
                during = Activity.Current;
                return response.StatusAsync(503);
            })
            .AnswerAsync("GET /traced/1?secret=2 HTTP/1.1\r\nHost: x\r\n"
                + "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\ntracestate: a=b\r\n\r\n");

        var span = Assert.Single(spans.Ended);
        Assert.Same(during, span);
        Assert.Equal(ActivityKind.Server, span.Kind);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", span.TraceId.ToHexString());
        Assert.Equal("b7ad6b7169203331", span.ParentSpanId.ToHexString());
        Assert.Equal("a=b", span.TraceStateString);
        Assert.True(span.HasRemoteParent);
        Assert.Equal("GET /traced/{x}", span.DisplayName);
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Equal("/traced/1", span.GetTagItem("url.path"));
        Assert.Equal(503, span.GetTagItem("http.response.status_code"));
        Assert.DoesNotContain(span.TagObjects, tag => tag.Value is string text && text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_malformed_traceparent_begins_a_new_trace()
    {
        using var spans = new Spans("/untraced");

        await new Served().Map("GET", "/untraced", (_, response) => response.TextAsync("x"))
            .AnswerAsync("GET /untraced HTTP/1.1\r\nHost: x\r\ntraceparent: 00-xyz\r\n\r\n");

        var span = Assert.Single(spans.Ended);
        Assert.Equal(default, span.ParentSpanId);
        Assert.Null(Activity.Current);
    }

    private sealed class Spans : IDisposable
    {
        private readonly ActivityListener _listener;

        public Spans(string route)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "HandRolledHttp",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = span =>
                {
                    if (Equals(span.GetTagItem("http.route"), route))
                        Ended.Add(span);
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public List<Activity> Ended { get; } = [];

        public void Dispose() => _listener.Dispose();
    }
}
