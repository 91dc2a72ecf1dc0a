using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace RawSocketServer.Hosting;

/// <summary>The start and the end of every program in this repository.</summary>
public static class Startup
{
    /// <summary>
    /// Builds and runs a host until Ctrl-C or SIGTERM. A start-up failure is one sentence on standard error, not a stack trace.
    /// </summary>
    /// <param name="build">
    /// Creates the host; the user sees the message of a <see cref="StartupException"/> from it or from its start.
    /// </param>
    /// <returns>The exit code: 0 after a graceful shutdown, 1 if start-up failed.</returns>
    public static async Task<int> RunAsync(Func<IHost> build)
    {
        try
        {
            using var host = build();
            using var impatience = new SecondSignalExit();
            await host.RunAsync();
            return ExitCodes.Success;
        }
        catch (Exception e) when (Explain(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return ExitCodes.Failure;
        }
    }

    /// <summary>
    /// The usual .NET host, with four differences. It reads appsettings.json from the program's folder, because the current folder may
    /// belong to another user; it reads the file once and does not watch it; it logs no stack trace of a failed start; and it drops log
    /// lines when the console is blocked, so that the server never waits for the console.
    /// </summary>
    /// <param name="args">The checked command line.</param>
    public static HostApplicationBuilder CreateBuilder(string[] args)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new("hostBuilder:reloadConfigOnChange", "false")]);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = args,
            Configuration = configuration,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
        return builder;
    }

    private static string? Explain(Exception e) => e switch
    {
        StartupException => e.Message,
        FormatException or InvalidDataException => Messages.BadConfiguration(e.Message), // a malformed command line or appsettings.json
        _ => null,
    };
}
