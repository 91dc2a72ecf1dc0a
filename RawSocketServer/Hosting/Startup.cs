using System.ComponentModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace RawSocketServer.Hosting;

/// <summary>How a program of this house starts and ends, whatever it serves.</summary>
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
            using var impatience = new Impatience();
            await host.RunAsync();
            return 0;
        }
        catch (Exception e) when (Explain(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
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

    /// <summary>Reads an options record from its section; a name that is none of its options is an error, not silence.</summary>
    /// <remarks>By reflection: .NET's binding generator skips properties that are <c>init</c>, without a word.</remarks>
    /// <exception cref="StartupException">A name is unknown or a value has the wrong form.</exception>
    public static T Read<T>(IConfigurationSection section) where T : new()
    {
        CheckAll(section, typeof(T));
        return section.Get<T>() ?? new T();
    }

    private static void CheckAll(IConfigurationSection section, Type options)
    {
        var known = options.GetProperties().Where(p => p.SetMethod is not null).ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (!known.TryGetValue(child.Key, out var property))
                throw new StartupException(Sentences.UnknownOption(child.Path, string.Join(", ", known.Keys)));
            if (property.PropertyType.IsClass && property.PropertyType != typeof(string))
                CheckAll(child, property.PropertyType);
            else if (child.Value is { } value && !CanRead(property.PropertyType, value))
                throw new StartupException(Sentences.BadValue(child.Path, value, property.PropertyType));
        }
    }

    // The very conversion that the binding will use.
    private static bool CanRead(Type type, string value)
    {
        try
        {
            _ = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            return false;
        }
    }

    private static string? Explain(Exception e) => e switch
    {
        StartupException => e.Message,
        FormatException or InvalidDataException => Sentences.BadConfiguration(e.Message), // a malformed command line or appsettings.json
        _ => null,
    };
}
