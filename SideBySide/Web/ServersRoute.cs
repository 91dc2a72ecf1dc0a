using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Capture;
using SideBySide.Language;
using SideBySide.Servers;

namespace SideBySide.Web;

/// <summary><c>GET /api/servers</c>: the servers and their addresses, from the echo server up to the framework.</summary>
internal static class ServersRoute
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/servers", Ok<ServerJson[]> (ServerSet servers, LiveCapture live) =>
        TypedResults.Ok(servers.Servers.OrderBy(server => TargetServer.OwnIds.ToList().IndexOf(server.Definition.Id)).Select(server => ServerJson.Of(server, live.UrlOf(server.Definition))).ToArray()));
}

/// <summary>A server of this repository.</summary>
/// <param name="Id">A short name that never changes; all other messages use it.</param>
/// <param name="Kind"><c>raw</c>, <c>step</c>, <c>handrolled</c> or <c>minimal</c>.</param>
/// <param name="Name">The project's name, or the step's.</param>
/// <param name="Option">The option for its addresses.</param>
/// <param name="Role">Its role in the comparison.</param>
/// <param name="Urls">Its URLs.</param>
/// <param name="Links">Links for a browser.</param>
/// <param name="Commands">Commands for a terminal.</param>
/// <param name="Live">Its URL through the live capture; null for none.</param>
/// <param name="LiveLinks">Links for a browser, through the live capture.</param>
/// <param name="LiveCommands">Commands for a terminal, through the live capture.</param>
internal sealed record ServerJson(string Id, string Kind, string Name, string Option, LocalizedText Role, IReadOnlyList<string> Urls,
    IReadOnlyList<Link> Links, IReadOnlyList<Command> Commands, string? Live, IReadOnlyList<Link> LiveLinks, IReadOnlyList<Command> LiveCommands)
{
    public static ServerJson Of(RunningServer server, string? live) => new(server.Definition.Id, server.Definition.IsStep ? "step" : server.Definition.Id, server.Definition.Name, server.Definition.Option, server.Definition.Role,
        server.Urls, TryLinks.ToOpen(server), TryLinks.ToType(server), live,
        live is null ? [] : TryLinks.ToOpen(server with { Urls = [live] }), live is null ? [] : TryLinks.ToType(server with { Urls = [live] }));
}
