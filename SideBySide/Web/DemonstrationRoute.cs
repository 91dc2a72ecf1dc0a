using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments;
using SideBySide.Language;

namespace SideBySide.Web;

/// <summary><c>GET /api/demonstration</c>: the exchanges that ran when the program started.</summary>
internal static class DemonstrationRoute
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/demonstration", async Task<Ok<DemonstratedJson[]>> (Demonstration demonstration, CancellationToken aborted) =>
        TypedResults.Ok((await demonstration.Shown.WaitAsync(aborted)).Select(DemonstratedJson.Of).ToArray()));
}

/// <summary>An exchange of the demonstration.</summary>
/// <param name="Title">A short title.</param>
/// <param name="Address">The server's host and port.</param>
/// <param name="Observed">The observation.</param>
/// <param name="Meaning">An explanation.</param>
internal sealed record DemonstratedJson(LocalizedText Title, string Address, ObservationJson Observed, LocalizedText Meaning)
{
    public static DemonstratedJson Of(Demonstrated shown) => new(shown.Title, $"{shown.Observed.Target.Tcp}", ObservationJson.Of(shown.Observed), shown.Meaning);
}
