using OpenTelemetry;
using OpenTelemetry.Resources;

namespace MinimalHttpServer;

/// <summary>
/// Exports the framework's measurements to a collector, if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one. The framework always measures.
/// </summary>
internal static class Telemetry
{
    private const string TraceTags = "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData";

    public static void Export(WebApplicationBuilder builder)
    {
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 })
            return;
        AppContext.SetSwitch(TraceTags, false); // spans carry method, path and status without another package
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource =>
                resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? builder.Environment.ApplicationName))
            .WithMetrics(metrics =>
                metrics.AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"))
            .WithTracing(traces => traces.AddSource("Microsoft.AspNetCore"))
            .WithLogging()
            .UseOtlpExporter();
    }
}
