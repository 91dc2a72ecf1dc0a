using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Argument;
using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Web;

/// <summary><c>GET /api/exchanges</c>: what was observed at the start, one exchange for each point of the argument.</summary>
internal static class ExchangesRoute
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/exchanges", async Task<Ok<ExchangeJson[]>> (Demonstration demonstration, CancellationToken aborted) =>
        TypedResults.Ok((await demonstration.Observed.WaitAsync(aborted)).Select(ExchangeJson.Of).ToArray()));
}

/// <summary>An exchange that was observed.</summary>
/// <param name="Id">The point that it makes.</param>
/// <param name="Server">The server's id.</param>
/// <param name="Url">Where the server listens.</param>
/// <param name="Title">What was asked.</param>
/// <param name="Meaning">What the answer means.</param>
/// <param name="Holds">Whether the point was made.</param>
/// <param name="Carried">How much of what went either way was the message, and how much protocol.</param>
/// <param name="Events">What happened.</param>
internal sealed record ExchangeJson(string Id, string Server, string Url, LocalizedText Title, LocalizedText Meaning, bool Holds,
    ExchangeBreakdown Carried, IReadOnlyList<ExchangeEventJson> Events)
{
    public static ExchangeJson Of(Observation seen) => new(seen.Point.Id, seen.Point.Server.Id, seen.Url.OriginalString, seen.Point.Title, seen.Meaning, seen.Holds,
        ExchangeBreakdown.Of(seen.Recording.Events, seen.Point.Server != Servers.ServerDefinition.Raw), [.. seen.Recording.Events.Select(ExchangeEventJson.Of)]);
}

/// <summary>One thing that happened, its bytes as lines in which nothing hides.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Milliseconds">When, counted from the beginning.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Lines">The bytes.</param>
/// <param name="Error">The system's name of an error.</param>
internal sealed record ExchangeEventJson(WireEventKind Kind, double Milliseconds, int Length, IReadOnlyList<IReadOnlyList<VisibleRun>> Lines, string? Error)
{
    public static ExchangeEventJson Of(WireEvent happened) => new(happened.Kind, Math.Round(happened.At.TotalMilliseconds, 3), happened.Bytes.Length,
        Visible.Lines(happened.Bytes.Span), happened.Error);
}
