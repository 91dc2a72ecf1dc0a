using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Experiments.Scripts;
using SideBySide.Rooms;
using SideBySide.Wire;

namespace SideBySide.Page.Runs;

/// <summary>Runs errands at the same time and tells what happens as it happens.</summary>
/// <param name="servers">The servers, to be warm before they are asked.</param>
/// <param name="time">The clock.</param>
internal sealed class RunStream(WarmServers servers, TimeProvider time)
{
    /// <summary>Tells <c>happened</c> for each event, <c>observed</c> for each server, <c>done</c> at the end.</summary>
    public async Task RunAsync(IReadOnlyList<Errand> errands, Action<string, object> tell, CancellationToken cancellation)
    {
        await servers.ReadyAsync(cancellation);
        await Task.WhenAll(errands.Select(errand => RunAsync(errand, tell, cancellation)));
        tell("done", new { });
    }

    private async Task RunAsync(Errand errand, Action<string, object> tell, CancellationToken cancellation)
    {
        var events = new List<WireEvent>();
        void Happened(WireEvent happened)
        {
            events.Add(happened); // the runner tells one after the other
            tell("happened", new { Server = errand.Target.Id, Event = EventJson.Of(happened) });
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

        tell("observed", ObservedJson.Of(observed));
    }
}
