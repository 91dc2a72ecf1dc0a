using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments;
using SideBySide.Rooms;

namespace SideBySide.Page.Experiments;

/// <summary><c>GET /api/experiments</c>: the catalogue.</summary>
internal static class ExperimentsRoute
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/experiments", Ok<CatalogueJson> (Catalogue catalogue, House house) =>
        TypedResults.Ok(CatalogueJson.Of(catalogue, Target.All(house))));
}
