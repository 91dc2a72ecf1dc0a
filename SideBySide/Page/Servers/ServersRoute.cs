using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments;
using SideBySide.Rooms;

namespace SideBySide.Page.Servers;

/// <summary><c>GET /api/servers</c>: who listens where, from the bare socket up to the framework.</summary>
internal static class ServersRoute
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/servers", Ok<ServerJson[]> (House house) =>
        TypedResults.Ok(house.Rooms.OrderBy(room => Target.OwnIds.ToList().IndexOf(room.Plan.Id)).Select(room => ServerJson.Of(room, house.Live.UrlOf(room.Plan))).ToArray()));
}

/// <summary>A server of this house.</summary>
/// <param name="Id">A short name that never changes; everything that is sent names its server by it.</param>
/// <param name="Kind"><c>raw</c>, <c>rung</c>, <c>handrolled</c> or <c>minimal</c>.</param>
/// <param name="Name">The project's name, or the rung's.</param>
/// <param name="Option">The option that says where it listens.</param>
/// <param name="Role">What it is in the comparison.</param>
/// <param name="Urls">Where it listens.</param>
/// <param name="Links">What to open in the browser.</param>
/// <param name="Commands">What to type into a terminal.</param>
/// <param name="Live">Where it is reached through the live wire; null where it is not watched.</param>
/// <param name="LiveLinks">What to open in the browser, to see it on the live wire.</param>
/// <param name="LiveCommands">What to type into a terminal, to see it on the live wire.</param>
internal sealed record ServerJson(string Id, string Kind, string Name, string Option, Bilingual Role, IReadOnlyList<string> Urls,
    IReadOnlyList<Link> Links, IReadOnlyList<Command> Commands, string? Live, IReadOnlyList<Link> LiveLinks, IReadOnlyList<Command> LiveCommands)
{
    public static ServerJson Of(Room room, string? live) => new(room.Plan.Id, RungPlans.All.Contains(room.Plan) ? "rung" : room.Plan.Id, room.Plan.Name, room.Plan.Option, room.Plan.Role,
        room.Urls, Things.ToOpen(room), Things.ToType(room), live,
        live is null ? [] : Things.ToOpen(room with { Urls = [live] }), live is null ? [] : Things.ToType(room with { Urls = [live] }));
}
