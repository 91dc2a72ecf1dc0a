using RawSocketServer;
using RawSocketServer.Listening;

namespace SideBySide.Rooms;

/// <summary>Where everything listens: from the command line, the environment or appsettings.json, in that order.</summary>
public sealed class HouseOptions
{
    private readonly Dictionary<RoomPlan, string> _urls = [];

    /// <summary>Reads and checks the addresses of every room, so that a mistake is told before anything has started.</summary>
    /// <exception cref="StartupException">An address is malformed; the sentence says which and why.</exception>
    public static HouseOptions Read(IConfiguration configuration)
    {
        var options = new HouseOptions();
        foreach (var plan in RoomPlan.Servers.Append(RoomPlan.Page))
        {
            var urls = configuration[plan.Setting] ?? plan.DefaultUrls;
            if (urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length == 0)
                throw new StartupException(Texts.NoUrls(plan).ToString());
            options._urls[plan] = string.Join(';', ListenUrl.ParseList(urls, plan.Schemes));
        }

        return options;
    }

    /// <summary>The room's URLs, separated by <c>;</c>.</summary>
    public string UrlsOf(RoomPlan plan) => _urls[plan];
}
