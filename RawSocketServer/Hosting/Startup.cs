using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace RawSocketServer.Hosting;

/// <summary>How a program of this repository starts and ends, whatever it serves.</summary>
public static class Startup
{
    /// <summary>
    /// Builds and runs a host until Ctrl-C or SIGTERM. A start-up failure is one sentence on standard error, not a stack trace.
    /// </summary>
    /// <param name="build">Makes the host; a <see cref="StartupException"/> from it or from its start is told to the user.</param>
    /// <returns>The process's exit code: 0 after a clean stop, 1 when start-up failed.</returns>
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
    /// The usual .NET host, with four differences: appsettings.json is that of the program's folder, since what lies in the folder that
    /// someone happens to stand in may be anyone's; it is read once and not watched, as the options are; a failed start is not
    /// logged with its stack trace; and log lines that nobody takes off the console are lost instead of making the server wait.
    /// </summary>
    /// <param name="args">The command line, checked.</param>
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
