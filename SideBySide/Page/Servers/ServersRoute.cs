using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments;
using SideBySide.Rooms;

namespace SideBySide.Page.Servers;

/// <summary><c>GET /api/servers</c>: who listens where, from the bare socket up to the framework.</summary>
internal static class ServersRoute
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/servers", Ok<ServerJson[]> (House house) =>
        TypedResults.Ok(house.Rooms.OrderBy(room => Target.OwnIds.ToList().IndexOf(room.Plan.Id)).Select(ServerJson.Of).ToArray()));
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
internal sealed record ServerJson(string Id, string Kind, string Name, string Option, Bilingual Role, IReadOnlyList<string> Urls,
    IReadOnlyList<Link> Links, IReadOnlyList<Command> Commands)
{
    public static ServerJson Of(Room room) => new(room.Plan.Id, RungPlans.All.Contains(room.Plan) ? "rung" : room.Plan.Id, room.Plan.Name, room.Plan.Option, room.Plan.Role,
        room.Urls, Things.ToOpen(room), Things.ToType(room));
}
