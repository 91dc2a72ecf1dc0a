using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments;
using SideBySide.Servers;

namespace SideBySide.Web;

/// <summary><c>GET /api/experiments</c>: the catalogue.</summary>
internal static class ExperimentsRoute
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/experiments", Ok<CatalogueJson> (Catalogue catalogue, ServerSet servers) =>
        TypedResults.Ok(CatalogueJson.Of(catalogue, TargetServer.All(servers))));
}
