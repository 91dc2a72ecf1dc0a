using System.Globalization;
using HandRolledHttp.Rungs;
using RawSocketServer;
using RawSocketServer.Listening;

namespace SideBySide.Rooms;

/// <summary>The rungs of the staircase as rooms: five servers behind one option.</summary>
public static class RungPlans
{
    /// <summary>Their option.</summary>
    public const string Option = "--rungs";

    /// <summary>The same in configuration.</summary>
    public const string Setting = "SideBySide:Rungs";

    private static readonly Dictionary<string, int?> s_schemes = new() { ["http"] = null };

    /// <summary>From the bottom up; ids <c>rung1</c> to <c>rung5</c>.</summary>
    public static IReadOnlyList<RoomPlan> All { get; } = [.. Rung.All.Select(Plan)];

    /// <summary>The address of the first; the ports of the others follow.</summary>
    public static string DefaultUrls => All[0].DefaultUrls;

    /// <summary>Gives each rung its address.</summary>
    /// <param name="urls">As many addresses as rungs, separated by <c>;</c>; or the first one's, from whose port the others count up.</param>
    /// <returns>One URL a rung. Port 0 stays 0: any free port for each.</returns>
    /// <exception cref="StartupException">There are too few, too many, or the ports run out; the sentence says so.</exception>
    public static IReadOnlyList<string> Spread(string urls)
    {
        var given = ListenUrl.ParseList(urls, s_schemes);
        if (given.Count == All.Count)
            return [.. given.Select(url => url.ToString())];
        if (given is not [var first])
            throw new UsageException(Texts.RungUrls(given.Count).ToString());
        if (first.Port + All.Count - 1 > ushort.MaxValue)
            throw new UsageException(Texts.RungPorts(first.ToString()).ToString());
        return [.. All.Select((_, step) => (first.Port == 0 ? first : first with { Port = first.Port + step }).ToString())];
    }

    private static RoomPlan Plan(Rung rung)
    {
        var number = rung.Number.ToString(CultureInfo.InvariantCulture);
        return new RoomPlan($"rung{number}", $"Rung{number}", Option, Setting, rung.DefaultUrls,
            new(rung.Titles.English, rung.Titles.Chinese), s_schemes,
            (urls, share) => RoomHost.OfSockets(HandRolledHttp.Program.Create(["--rung", number, "--urls", urls], share)));
    }
}
