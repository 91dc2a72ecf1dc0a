using RawSocketServer;
using RawSocketServer.Listening;
using SideBySide.Language;
using SideBySide.Servers;

namespace SideBySide.Capture;

/// <summary>The addresses of the live capture: one port in front of each server of the argument, or off.</summary>
public static class LiveOptions
{
    /// <summary>Its option.</summary>
    public const string Option = "--live";

    /// <summary>Its configuration key.</summary>
    public const string Setting = "SideBySide:Live";

    /// <summary>The value that turns it off.</summary>
    public const string Off = "off";

    /// <summary>One address for each server, in the order of the argument.</summary>
    public const string DefaultUrls = "tcp://127.0.0.1:12346;http://127.0.0.1:8091;http://127.0.0.1:8092";

    private static readonly Dictionary<string, int?> s_schemes = new() { ["tcp"] = null, ["http"] = null };

    /// <summary>Reads the addresses.</summary>
    /// <returns>One address for each captured server; none if off.</returns>
    /// <exception cref="StartupException">The addresses are malformed or their number is wrong; the message says so.</exception>
    public static IReadOnlyDictionary<ServerDefinition, ListenUrl> Read(string urls)
    {
        if (urls.Trim() == Off)
            return new Dictionary<ServerDefinition, ListenUrl>();
        var given = ListenUrl.ParseList(urls, s_schemes);
        if (given.Count != ServerDefinitions.Servers.Count)
            throw new UsageException(Texts.LiveUrls(given.Count).ToString());
        return ServerDefinitions.Servers.Zip(given).ToDictionary();
    }
}
