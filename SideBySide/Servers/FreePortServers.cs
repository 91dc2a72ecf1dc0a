using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;

namespace SideBySide.Servers;

/// <summary>All servers on free ports and without output, for commands that run their own measurements.</summary>
internal static partial class FreePortServers
{
    /// <summary>Starts the servers; disposing the set stops them.</summary>
    /// <exception cref="RawSocketServer.StartupException">A server could not start.</exception>
    public static async Task<ServerSet> OpenAsync(CancellationToken cancellation)
    {
        var settings = ServerDefinitions.WithOption
            .Select(definition => (definition.Setting, definition.DefaultUrls))
            .Append((StepDefinitions.Setting, StepDefinitions.DefaultUrls))
            .Select(server => KeyValuePair.Create<string, string?>(server.Setting, Port().Replace(server.DefaultUrls, ":0")));
        var options = ServerAddresses.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        var servers = new ServerSet(options, NullLoggerFactory.Instance, TimeProvider.System);
        try
        {
            await servers.StartAsync(cancellation);
            await ServerWarmUp.RunAsync(servers, cancellation);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    [GeneratedRegex(@":\d+")]
    private static partial Regex Port();
}
