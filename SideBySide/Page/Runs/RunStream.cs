using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Experiments.Scripts;
using SideBySide.Wire;

namespace SideBySide.Page.Runs;

/// <summary>Runs errands at the same time and tells what happens as it happens.</summary>
/// <param name="time">The clock.</param>
internal sealed class RunStream(TimeProvider time)
{
    /// <summary><c>happened</c> for each event, <c>observed</c> for each server, <c>done</c> at the end. Whoever stops to listen stops the run.</summary>
    public async IAsyncEnumerable<SseItem<object>> RunAsync(IReadOnlyList<Errand> errands, [EnumeratorCancellation] CancellationToken aborted)
    {
        // Never full: the runner keeps no more of a run than it tells here.
        var told = Channel.CreateUnbounded<SseItem<object>>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var running = RunAllAsync(errands, told.Writer, stop.Token);
        try
        {
            await foreach (var item in told.Reader.ReadAllAsync(aborted))
                yield return item;
        }
        finally
        {
            await stop.CancelAsync();
            await running; // nothing goes on behind the back of whoever asked
        }
    }

    private async Task RunAllAsync(IReadOnlyList<Errand> errands, ChannelWriter<SseItem<object>> tell, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(errands.Select(errand => RunAsync(errand, tell, cancellation)));
            _ = tell.TryWrite(new SseItem<object>(new { }, "done"));
            tell.Complete();
        }
        catch (Exception e)
        {
            tell.Complete(e); // it ends the stream
        }
    }

    private async Task RunAsync(Errand errand, ChannelWriter<SseItem<object>> tell, CancellationToken cancellation)
    {
        var events = new List<WireEvent>();
        void Happened(WireEvent happened)
        {
            events.Add(happened); // the runner tells one after the other
            _ = tell.TryWrite(new SseItem<object>(HappenedJson.Of(errand.Target, happened), "happened"));
        }

        var most = errand.IsScript ? ScriptLimits.Time + Script.Patience : Runner.Most;
        using var late = new CancellationTokenSource(most, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        Observed observed;
        try
        {
            observed = await new Runner(time).RunAsync(errand.Experiment, errand.Target, Happened, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            observed = new Observed(errand.Experiment, errand.Target, events, null, Texts.TookTooLong(most.TotalSeconds));
        }

        _ = tell.TryWrite(new SseItem<object>(ObservedJson.Of(observed), "observed"));
    }
}

/// <summary>One thing that happened on a server.</summary>
/// <param name="Server">The server's id.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Milliseconds">When, counted from the beginning.</param>
/// <param name="Connection">On which connection.</param>
/// <param name="Bytes">The bytes, in base64.</param>
/// <param name="Error">The system's name of an error.</param>
/// <param name="Note">What was observed, as name=value.</param>
internal sealed record HappenedJson(string Server, WireEventKind Kind, double Milliseconds, string Connection, ReadOnlyMemory<byte> Bytes, string? Error, string? Note)
{
    public static HappenedJson Of(Target target, WireEvent happened) => new(target.Id, happened.Kind, Math.Round(happened.At.TotalMilliseconds, 3),
        happened.Connection, happened.Bytes, happened.Error, happened.Note);
}
