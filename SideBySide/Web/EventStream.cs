using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SideBySide.Web;

/// <summary>Reports the progress of work as a stream of events. If the client disconnects, the work stops.</summary>
internal static class EventStream
{
    /// <summary>Runs the work as the response to a request.</summary>
    public static ServerSentEventsResult<object> Answer(Func<Action<string, object>, CancellationToken, Task> work, IHostApplicationLifetime lifetime, CancellationToken aborted) =>
        TypedResults.ServerSentEvents(Of(work, lifetime.ApplicationStopping, aborted));

    /// <summary>Starts the work when the first event is read.</summary>
    /// <param name="work">Reports events by name and data, from any thread. The number of events must be bounded, since a report never
    /// waits.</param>
    /// <param name="stopping">Cancelled when the program stops.</param>
    /// <param name="aborted">Cancelled when the client disconnects.</param>
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
            await working; // the work has ended before the stream does
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
            told.Complete(e); // an aborted stream differs from a complete one
        }
    }
}
