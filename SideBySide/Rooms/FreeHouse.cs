using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using SideBySide.Terminal;

namespace SideBySide.Rooms;

/// <summary>Every server on a free port and without a word, for commands that bring their own questions.</summary>
internal static partial class FreeHouse
{
    /// <summary>Opens it; dispose it to close everything.</summary>
    /// <exception cref="RawSocketServer.StartupException">A server could not start.</exception>
    public static async Task<House> OpenAsync(CancellationToken cancellation)
    {
        var settings = RoomPlan.Servers.Append(RoomPlan.Page)
            .Select(plan => (plan.Setting, plan.DefaultUrls))
            .Append((RungPlans.Setting, RungPlans.DefaultUrls))
            .Select(room => KeyValuePair.Create<string, string?>(room.Setting, Port().Replace(room.DefaultUrls, ":0")));
        var options = HouseOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        var house = new House(options, NullLoggerFactory.Instance, new Transcript(NullLogger<Transcript>.Instance, new Palette(false)));
        try
        {
            await house.StartAsync(cancellation);
            return house;
        }
        catch
        {
            await house.DisposeAsync();
            throw;
        }
    }

    [GeneratedRegex(@":\d+")]
    private static partial Regex Port();
}
