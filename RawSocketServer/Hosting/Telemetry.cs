using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace RawSocketServer.Hosting;

/// <summary>
/// Sends what is measured to a collector, when the environment names one. The programs call it, the libraries never do: measuring is
/// .NET's own (<see cref="System.Diagnostics.Metrics"/>, <see cref="System.Diagnostics.ActivitySource"/>), and whoever uses them as
/// libraries exports what they like in their own way.
/// </summary>
public static class Telemetry
{
    /// <summary>OpenTelemetry's own variable; the others (protocol, headers, interval, service name) work, too.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Exports metrics, traces and log lines over OTLP when <see cref="Endpoint"/> is set; otherwise does nothing at all.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="service">The service's name, unless <c>OTEL_SERVICE_NAME</c> gives another.</param>
    /// <param name="names">Names of meters and sources of activities.</param>
    /// <exception cref="StartupException">The variable is no URL.</exception>
    public static void Export(IHostApplicationBuilder builder, string service, params string[] names)
    {
        if (builder.Configuration[Endpoint] is not { Length: > 0 } endpoint)
            return;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw new UsageException(Messages.BadCollector(Endpoint, endpoint));
        AddExporters(builder, service, names);
    }

    // Apart, so that a server that exports nothing does not load the exporters' libraries.
    private static void AddExporters(IHostApplicationBuilder builder, string service, string[] names) =>
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? service))
            .WithMetrics(metrics => metrics.AddMeter([.. names, "System.Runtime"]))
            .WithTracing(traces => traces.AddSource(names))
            .WithLogging()
            .UseOtlpExporter();
}
