using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using SideBySide.Experiments;
using SideBySide.Terminal;
using SideBySide.Wire;

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
            await WarmAsync(house, cancellation);
            return house;
        }
        catch
        {
            await house.DisposeAsync();
            throw;
        }
    }

    // The first request makes the runtime compile what it needs. That takes longer than all that follows, and says nothing of the server.
    private static async Task WarmAsync(House house, CancellationToken cancellation) => await Task.WhenAll(house.Rooms
        .Select(Target.Of)
        .Where(target => target.Id != RoomPlan.Raw.Id)
        .Select(target => new WireClient(TimeProvider.System).ExchangeAsync(
            target.Tcp!, "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), AfterSending.Finish, TimeSpan.FromSeconds(20), cancellation)));

    [GeneratedRegex(@":\d+")]
    private static partial Regex Port();
}
