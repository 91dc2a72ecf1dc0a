using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SideBySide.Web;

/// <summary>Work that tells how it goes on, as a stream of events. Whoever stops to listen stops the work.</summary>
internal static class EventStream
{
    /// <summary>The work as the answer to a request.</summary>
    public static ServerSentEventsResult<object> Answer(Func<Action<string, object>, CancellationToken, Task> work, IHostApplicationLifetime lifetime, CancellationToken aborted) =>
        TypedResults.ServerSentEvents(Of(work, lifetime.ApplicationStopping, aborted));

    /// <summary>Begins the work with the first event that is asked for.</summary>
    /// <param name="work">Tells an event by its name and its data, from any thread; how much it tells must have a bound, since telling waits for nobody.</param>
    /// <param name="stopping">The page closes.</param>
    /// <param name="aborted">The listener has gone.</param>
    public static async IAsyncEnumerable<SseItem<object>> Of(Func<Action<string, object>, CancellationToken, Task> work, CancellationToken stopping, [EnumeratorCancellation] CancellationToken aborted)
    {
        var told = Channel.CreateUnbounded<SseItem<object>>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted);
        var working = WorkAsync(work, told.Writer, stop.Token);
        try
        {
            await foreach (var item in told.Reader.ReadAllAsync(aborted))
                yield return item;
        }
        finally
        {
            await stop.CancelAsync();
            await working; // nothing goes on behind the back of whoever asked
        }
    }

    private static async Task WorkAsync(Func<Action<string, object>, CancellationToken, Task> work, ChannelWriter<SseItem<object>> told, CancellationToken cancellation)
    {
        try
        {
            await work((name, data) => told.TryWrite(new SseItem<object>(data, name)), cancellation);
            told.Complete();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            told.Complete();
        }
        catch (Exception e)
        {
            told.Complete(e); // it breaks the stream, which no listener takes for its end
        }
    }
}
