using RawSocketServer;
using RawSocketServer.Listening;
using SideBySide.Live;

namespace SideBySide.Rooms;

/// <summary>Where everything listens: from the command line, the environment or appsettings.json, in that order.</summary>
public sealed class HouseOptions
{
    private readonly Dictionary<RoomPlan, string> _urls = [];

    /// <summary>Where each server is watched; empty when none is.</summary>
    public IReadOnlyDictionary<RoomPlan, ListenUrl> Live { get; private set; } = new Dictionary<RoomPlan, ListenUrl>();

    /// <summary>Reads and checks the addresses of every room, so that a mistake is told before anything has started.</summary>
    /// <exception cref="StartupException">An address is malformed; the sentence says which and why.</exception>
    public static HouseOptions Read(IConfiguration configuration)
    {
        var options = new HouseOptions();
        foreach (var plan in RoomPlan.Servers.Append(RoomPlan.Page))
        {
            var urls = configuration[plan.Setting] ?? plan.DefaultUrls;
            RefuseEmpty(urls, plan.Option, plan.DefaultUrls);
            options._urls[plan] = string.Join(';', ListenUrl.ParseList(urls, plan.Schemes));
        }

        foreach (var (plan, url) in RungPlans.All.Zip(ReadRungs(configuration)))
            options._urls[plan] = url;
        options.Live = LiveOptions.Read(configuration[LiveOptions.Setting] ?? LiveOptions.DefaultUrls);
        return options;
    }

    /// <summary>The room's URLs, separated by <c>;</c>.</summary>
    public string UrlsOf(RoomPlan plan) => _urls[plan];

    private static IReadOnlyList<string> ReadRungs(IConfiguration configuration)
    {
        var urls = configuration[RungPlans.Setting] ?? RungPlans.DefaultUrls;
        RefuseEmpty(urls, RungPlans.Option, RungPlans.DefaultUrls);
        return RungPlans.Spread(urls);
    }

    private static void RefuseEmpty(string urls, string option, string example)
    {
        if (urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length == 0)
            throw new UsageException(Texts.NoUrls(option, example).ToString());
    }
}
