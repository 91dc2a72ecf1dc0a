using RawSocketServer;
using RawSocketServer.Listening;
using SideBySide.Language;

namespace SideBySide.Servers;

/// <summary>The addresses of all servers: from the command line, the environment or appsettings.json, in that order.</summary>
public sealed class ServerAddresses
{
    private readonly Dictionary<ServerDefinition, string> _urls = [];

    /// <summary>Reads and checks the addresses of every server, so that a mistake is reported before a server starts.</summary>
    /// <exception cref="StartupException">An address is malformed; the message names it and the reason.</exception>
    public static ServerAddresses Read(IConfiguration configuration)
    {
        var options = new ServerAddresses();
        foreach (var definition in ServerDefinitions.WithOption)
        {
            var urls = configuration[definition.Setting] ?? definition.DefaultUrls;
            RefuseEmpty(urls, definition.Option, definition.DefaultUrls);
            options._urls[definition] = string.Join(';', ListenUrl.ParseList(urls, definition.Schemes));
        }

        foreach (var (definition, url) in StepDefinitions.All.Zip(ReadSteps(configuration)))
            options._urls[definition] = url;
        return options;
    }

    /// <summary>The server's URLs, separated by <c>;</c>.</summary>
    public string UrlsOf(ServerDefinition definition) => _urls[definition];

    private static IReadOnlyList<string> ReadSteps(IConfiguration configuration)
    {
        var urls = configuration[StepDefinitions.Setting] ?? configuration[StepDefinitions.FormerSetting] ?? StepDefinitions.DefaultUrls;
        RefuseEmpty(urls, StepDefinitions.Option, StepDefinitions.DefaultUrls);
        return StepDefinitions.Spread(urls);
    }

    private static void RefuseEmpty(string urls, string option, string example)
    {
        if (urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length == 0)
            throw new UsageException(Texts.NoUrls(option, example).ToString());
    }
}
