using RawSocketServer;
using RawSocketServer.Listening;
using SideBySide.Language;
using SideBySide.Servers;

namespace SideBySide.Capture;

/// <summary>Where the live capture listens: a port in front of each server of the argument, or nowhere.</summary>
public static class LiveOptions
{
    /// <summary>Its option.</summary>
    public const string Option = "--live";

    /// <summary>The same in configuration.</summary>
    public const string Setting = "SideBySide:Live";

    /// <summary>What turns it off.</summary>
    public const string Off = "off";

    /// <summary>One address for each server, in the order of the argument.</summary>
    public const string DefaultUrls = "tcp://127.0.0.1:12346;http://127.0.0.1:8091;http://127.0.0.1:8092";

    private static readonly Dictionary<string, int?> s_schemes = new() { ["tcp"] = null, ["http"] = null };

    /// <summary>Reads the addresses.</summary>
    /// <returns>An address for each server that is watched; none when it is off.</returns>
    /// <exception cref="StartupException">They are malformed, or not as many as there are servers; the sentence says so.</exception>
    public static IReadOnlyDictionary<ServerDefinition, ListenUrl> Read(string urls)
    {
        if (urls.Trim() == Off)
            return new Dictionary<ServerDefinition, ListenUrl>();
        var given = ListenUrl.ParseList(urls, s_schemes);
        if (given.Count != ServerDefinition.Servers.Count)
            throw new UsageException(Texts.LiveUrls(given.Count).ToString());
        return ServerDefinition.Servers.Zip(given).ToDictionary();
    }
}
