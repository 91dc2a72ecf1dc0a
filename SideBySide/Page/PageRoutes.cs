using SideBySide.Argument;
using SideBySide.Rooms;
using SideBySide.Wire;

namespace SideBySide.Page;

/// <summary>The page and what it asks for.</summary>
internal static class PageRoutes
{
    /// <summary>Maps the static page and its API.</summary>
    public static void MapPage(this WebApplication app)
    {
        app.UseRebindingGuard();
        app.UsePageSecurity();
        _ = app.UseFileServer();

        app.MapGet("/api/servers", (House house) => house.Rooms.Where(room => RoomPlan.Servers.Contains(room.Plan)).Select(room => new
        {
            room.Plan.Id,
            room.Plan.Name,
            room.Plan.Option,
            room.Plan.Role,
            room.Urls,
            Links = Things.ToOpen(room),
            Commands = Things.ToType(room),
        }));

        app.MapGet("/api/exchanges", async (Demonstration demonstration, CancellationToken aborted) =>
            (await demonstration.Observed.WaitAsync(aborted)).Select(observation => new
            {
                observation.Point.Id,
                Server = observation.Point.Plan.Id,
                Url = observation.Url.OriginalString,
                observation.Point.Title,
                observation.Meaning,
                observation.Holds,
                Events = observation.Recording.Events.Select(Show),
            }));
    }

    private static object Show(WireEvent happened) => new
    {
        happened.Kind,
        Milliseconds = Math.Round(happened.At.TotalMilliseconds, 3),
        happened.Bytes.Length,
        Lines = Visible.Lines(happened.Bytes.Span),
        happened.Error,
    };
}
