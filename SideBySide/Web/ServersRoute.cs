using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Capture;
using SideBySide.Language;
using SideBySide.Servers;

namespace SideBySide.Web;

/// <summary><c>GET /api/servers</c>: who listens where, from the bare socket up to the framework.</summary>
internal static class ServersRoute
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/servers", Ok<ServerJson[]> (ServerSet servers, LiveCapture live) =>
        TypedResults.Ok(servers.Servers.OrderBy(server => TargetServer.OwnIds.ToList().IndexOf(server.Definition.Id)).Select(server => ServerJson.Of(server, live.UrlOf(server.Definition))).ToArray()));
}

/// <summary>A server of this repository.</summary>
/// <param name="Id">A short name that never changes; everything that is sent names its server by it.</param>
/// <param name="Kind"><c>raw</c>, <c>step</c>, <c>handrolled</c> or <c>minimal</c>.</param>
/// <param name="Name">The project's name, or the step's.</param>
/// <param name="Option">The option that says where it listens.</param>
/// <param name="Role">What it is in the comparison.</param>
/// <param name="Urls">Where it listens.</param>
/// <param name="Links">What to open in the browser.</param>
/// <param name="Commands">What to type into a terminal.</param>
/// <param name="Live">Where it is reached through the live capture; null where it is not watched.</param>
/// <param name="LiveLinks">What to open in the browser, to see it in the live capture.</param>
/// <param name="LiveCommands">What to type into a terminal, to see it in the live capture.</param>
internal sealed record ServerJson(string Id, string Kind, string Name, string Option, LocalizedText Role, IReadOnlyList<string> Urls,
    IReadOnlyList<Link> Links, IReadOnlyList<Command> Commands, string? Live, IReadOnlyList<Link> LiveLinks, IReadOnlyList<Command> LiveCommands)
{
    public static ServerJson Of(RunningServer server, string? live) => new(server.Definition.Id, server.Definition.IsStep ? "step" : server.Definition.Id, server.Definition.Name, server.Definition.Option, server.Definition.Role,
        server.Urls, TryLinks.ToOpen(server), TryLinks.ToType(server), live,
        live is null ? [] : TryLinks.ToOpen(server with { Urls = [live] }), live is null ? [] : TryLinks.ToType(server with { Urls = [live] }));
}
