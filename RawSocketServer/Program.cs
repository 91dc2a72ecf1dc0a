using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RawSocketServer.Client;
using RawSocketServer.Hosting;
using RawSocketServer.Listening;

namespace RawSocketServer;

/// <summary>The echo server, and its client with <c>connect</c>.</summary>
public static class Program
{
    /// <summary>Runs the command line.</summary>
    /// <returns>See <see cref="ExitCodes"/>.</returns>
    public static Task<int> Main(string[] args) => StandardOutput.GuardAsync(
        () => CommandLine.RunAsync(args, serve: () => Startup.RunAsync(() => Create(args, Export)), ConnectProgram.RunAsync));

    /// <summary>Creates the server, ready to start.</summary>
    /// <param name="args">The command line, without <c>connect</c>.</param>
    /// <param name="configure">Changes the builder before options are read from it.</param>
    /// <returns>A host; <see cref="BoundUrls"/> among its services has its addresses once it has started.</returns>
    /// <exception cref="StartupException">An option is unknown or invalid.</exception>
    public static IHost Create(string[] args, Action<HostApplicationBuilder>? configure = null)
    {
        Arguments.Check(args, ["urls", "mode"], [RawServerOptions.Section]);
        var builder = Startup.CreateBuilder(args);
        builder.Configuration.AddCommandLine(args, new Dictionary<string, string> { [RawServerOptions.ModeOption] = "Raw:Mode" });
        builder.Services.AddSingleton<BoundUrls>();
        configure?.Invoke(builder);

        var options = RawServerOptions.Read(builder.Configuration);
        var urls = ListenUrl.ParseList(
            builder.Configuration["urls"] ?? RawServer.DefaultUrlsOf(options.Mode),
            RawServer.SchemesOf(options.Mode));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTimeout + TimeSpan.FromSeconds(5));
        builder.Services.AddHostedService(services => new RawServer(
            urls,
            options,
            services.GetRequiredService<BoundUrls>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>()));
        return builder.Build();
    }

    private static void Export(HostApplicationBuilder builder) => Telemetry.Export(builder, "RawSocketServer", SocketMetrics.MeterName);
}
