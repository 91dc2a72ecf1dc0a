using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace RawSocketServer.Hosting;

/// <summary>
/// Sends measurements to a collector if the environment names one. Only the programs call this. The libraries use .NET's own measuring
/// (<see cref="System.Diagnostics.Metrics"/>, <see cref="System.Diagnostics.ActivitySource"/>), so that other programs can export in
/// their own way.
/// </summary>
public static class Telemetry
{
    /// <summary>OpenTelemetry's standard variable; the others (protocol, headers, interval, service name) work as well.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Exports metrics, traces and log lines over OTLP if <see cref="Endpoint"/> is set; otherwise does nothing.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="service">The default service name; <c>OTEL_SERVICE_NAME</c> overrides it.</param>
    /// <param name="names">The names of the meters and of the sources of activities.</param>
    /// <exception cref="StartupException">The variable is not a URL.</exception>
    public static void Export(IHostApplicationBuilder builder, string service, params string[] names)
    {
        if (builder.Configuration[Endpoint] is not { Length: > 0 } endpoint)
            return;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw new UsageException(Messages.BadCollector(Endpoint, endpoint));
        AddExporters(builder, service, names);
    }

    // A separate method, so that a server without export does not load the exporters' libraries.
    private static void AddExporters(IHostApplicationBuilder builder, string service, string[] names) =>
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? service))
            .WithMetrics(metrics => metrics.AddMeter([.. names, "System.Runtime"]))
            .WithTracing(traces => traces.AddSource(names))
            .WithLogging()
            .UseOtlpExporter();
}
