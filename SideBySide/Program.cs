using Microsoft.Extensions.Logging.Console;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Capture;
using SideBySide.Cli;
using SideBySide.Experiments;
using SideBySide.Servers;
using SideBySide.Web;

namespace SideBySide;

/// <summary>C/S and B/S side by side: every server in one process, and the demonstration of their differences.</summary>
public static class Program
{
    /// <summary>Starts the program; <c>--help</c> describes its commands.</summary>
    /// <returns>See <see cref="ExitCodes"/>.</returns>
    public static Task<int> Main(string[] args) => StandardOutput.GuardAsync(async () =>
    {
        using var stop = new StopRequest();
        return await CommandLine.RunAsync(args, Invocation.OfConsole(), stop);
    });

    /// <summary>Builds the program: its host serves the page and starts the servers.</summary>
    /// <param name="settings">Settings from the command line; they override the environment and appsettings.json.</param>
    /// <param name="configure">Replaces services in tests.</param>
    /// <exception cref="StartupException">A setting is invalid; the message is one sentence.</exception>
    internal static WebApplication Create(IEnumerable<KeyValuePair<string, string?>> settings, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory, // the page is beside the program, not in the working directory
        });
        builder.Configuration.AddInMemoryCollection(settings);
        if (builder.Configuration[CommandLine.LangSetting] is { } language)
            Messages.Speak(language);

        var options = ServerAddresses.Read(builder.Configuration);
        var live = LiveOptions.Read(builder.Configuration[LiveOptions.Setting] ?? LiveOptions.DefaultUrls);
        builder.WebHost.UseUrls(options.UrlsOf(ServerDefinitions.Page));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services
            .AddSingleton(options)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<DemoOutput>()
            .AddSingleton(_ => ExperimentLookup.Catalogue())
            .AddSingleton<Demonstration>()
            .AddSingleton(services => new ServerSet(options, services.GetRequiredService<ILoggerFactory>(), services.GetRequiredService<TimeProvider>())
            {
                Starting = services.GetRequiredService<DemoOutput>().Starting,
            })
            .AddSingleton(services => new LiveCapture(services.GetRequiredService<ServerSet>(), live, services.GetRequiredService<TimeProvider>()))
            .AddSingleton<ServerWarmUp>()
            .AddHostedService(services => services.GetRequiredService<ServerSet>())
            .AddHostedService(services => services.GetRequiredService<LiveCapture>()) // once the servers listen
            .Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        Telemetry.Export(builder, "SideBySide", "RawSocketServer", "HandRolledHttp", "Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel");

        builder.Services.AddPage();
        configure?.Invoke(builder.Services);

        var started = false;
        AddTerminal(builder.Logging, () => started);

        var app = builder.Build();
        _ = app.Lifetime.ApplicationStarted.Register(() => started = true);
        app.MapPage();
        return app;
    }

    private static void AddTerminal(ILoggingBuilder logging, Func<bool> hasStarted)
    {
        logging.Services.AddSingleton(AnsiStyle.OfConsole());
        logging.ClearProviders()
            .AddConsoleFormatter<DemoConsoleFormatter, ConsoleFormatterOptions>()
            .AddConsole(console =>
            {
                console.FormatterName = DemoConsoleFormatter.FormatterName;
                console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite; // no server waits for a blocked terminal
            });

        // These two log a failed start with a stack trace; the program reports it in one sentence.
        foreach (var category in (string[])["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"])
            logging.AddFilter(category, level => level >= LogLevel.Warning && hasStarted());
    }
}
