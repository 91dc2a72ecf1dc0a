using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Capture;

namespace SideBySide.Web;

/// <summary><c>GET /api/live</c>: the traffic of the live capture: first the buffered events, then new ones.</summary>
internal static class LiveRoute
{
    private const int AtOnce = 256;

    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/live", ServerSentEventsResult<object> (LiveCapture live, TimeProvider time, IHostApplicationLifetime lifetime, CancellationToken aborted) =>
            TypedResults.ServerSentEvents(WatchAsync(live, time, lifetime.ApplicationStopping, aborted)))
        .RequireRateLimiting(PageLimits.Watchers);

    private static async IAsyncEnumerable<SseItem<object>> WatchAsync(LiveCapture wire, TimeProvider time, CancellationToken stopping, [EnumeratorCancellation] CancellationToken aborted)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted);
        yield return new SseItem<object>(new BeganJson(wire.Now, time.GetUtcNow()), "began");
        for (long place = 0; await NextAsync(wire.Buffer, place, either.Token) is var (events, dropped, next); place = next)
        {
            if (place > 0 && dropped > 0) // this watcher has missed no event before its first read
                yield return new SseItem<object>(new DroppedJson(dropped), "dropped");
            foreach (var happened in events)
                yield return new SseItem<object>(happened is LiveDropped lost ? new DroppedJson(lost.Count) : happened, NameOf(happened));
        }
    }

    // Null at the end.
    private static async Task<(IReadOnlyList<LiveEvent> Events, long Dropped, long Next)?> NextAsync(LiveBuffer buffer, long place, CancellationToken cancellation)
    {
        try
        {
            return await buffer.ReadAsync(place, AtOnce, cancellation);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static string NameOf(LiveEvent happened) => happened switch
    {
        LiveOpened => "opened",
        LiveBytes => "bytes",
        LiveFinished => "finished",
        LiveDropped => "dropped",
        _ => "closed",
    };
}

/// <summary>The first event, from which the page computes the time of the others.</summary>
/// <param name="At">The current time in milliseconds of the live capture.</param>
/// <param name="Time">The current time of day.</param>
internal sealed record BeganJson(double At, DateTimeOffset Time);

/// <summary>Events that this watcher has missed.</summary>
/// <param name="Count">Their number.</param>
internal sealed record DroppedJson(long Count);
