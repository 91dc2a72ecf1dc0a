using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using SideBySide.Capture;
using SideBySide.Cli;
using SideBySide.Wire;

namespace SideBySide.Servers;

/// <summary>Every server on a free port and without a word, for commands that bring their own questions.</summary>
internal static partial class FreePortServers
{
    /// <summary>Opens it; dispose it to close everything.</summary>
    /// <exception cref="RawSocketServer.StartupException">A server could not start.</exception>
    public static async Task<ServerSet> OpenAsync(CancellationToken cancellation)
    {
        var settings = ServerDefinition.Servers.Append(ServerDefinition.Page)
            .Select(definition => (definition.Setting, definition.DefaultUrls))
            .Append((StepDefinitions.Setting, StepDefinitions.DefaultUrls))
            .Select(room => KeyValuePair.Create<string, string?>(room.Setting, Port().Replace(room.DefaultUrls, ":0")))
            .Append(KeyValuePair.Create<string, string?>(LiveOptions.Setting, LiveOptions.Off));
        var options = ServerAddresses.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        var servers = new ServerSet(options, NullLoggerFactory.Instance, new DemoOutput(NullLogger<DemoOutput>.Instance, new AnsiStyle(false)), TimeProvider.System);
        try
        {
            await servers.StartAsync(cancellation);
            await WarmAsync(servers, cancellation);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>The first request makes the runtime compile what it needs. That takes longer than all that follows, and says nothing of the server.</summary>
    public static async Task WarmAsync(ServerSet servers, CancellationToken cancellation) => await Task.WhenAll(servers.Servers
        .Select(TargetServer.Of)
        .Where(target => target.Id != ServerDefinition.Raw.Id)
        .Select(target => new WireClient(TimeProvider.System).ExchangeAsync(
            target.Tcp!, "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), AfterSending.Finish, TimeSpan.FromSeconds(20), cancellation)));

    [GeneratedRegex(@":\d+")]
    private static partial Regex Port();
}
