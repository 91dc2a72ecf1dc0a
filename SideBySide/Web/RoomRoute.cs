using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Servers;

namespace SideBySide.Web;

/// <summary><c>GET /api/room</c>: the ways to join the chat room.</summary>
internal static class RoomRoute
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/room", Ok<RoomJson> (ServerSet servers) =>
        TypedResults.Ok(new RoomJson(servers.JoinCommand ?? "", Pages(servers))));

    /// <summary>The servers' own pages for the room.</summary>
    public static IReadOnlyList<RoomPage> Pages(ServerSet servers) =>
    [
        .. servers.Servers
            .Where(server => server.Definition == ServerDefinitions.HandRolled || server.Definition == ServerDefinitions.Minimal)
            .Where(server => server.First("http") is not null)
            .Select(server => new RoomPage(server.Definition.Name, $"http://{server.First("http")!.Authority}/chat/room")),
    ];
}

/// <summary>The ways to join.</summary>
/// <param name="Command">A command for a terminal.</param>
/// <param name="Pages">The pages for a browser; the first is shown in the page itself.</param>
internal sealed record RoomJson(string Command, IReadOnlyList<RoomPage> Pages);

/// <summary>A page that joins the room.</summary>
/// <param name="Server">The server that bridges to the room.</param>
/// <param name="Url">The page.</param>
internal sealed record RoomPage(string Server, string Url);
