using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Web;

/// <summary>Runs errands at the same time and tells what happens as it happens.</summary>
/// <param name="servers">The servers, to be warm before they are asked.</param>
/// <param name="time">The clock.</param>
internal sealed class RunEvents(ServerWarmUp servers, TimeProvider time)
{
    /// <summary>Tells <c>happened</c> for each event, <c>observed</c> for each server, <c>done</c> at the end.</summary>
    public async Task RunAsync(IReadOnlyList<RequestedRun> errands, Action<string, object> tell, CancellationToken cancellation)
    {
        await servers.ReadyAsync(cancellation);
        await Task.WhenAll(errands.Select(errand => RunAsync(errand, tell, cancellation)));
        tell("done", new { });
    }

    private async Task RunAsync(RequestedRun errand, Action<string, object> tell, CancellationToken cancellation)
    {
        // The runner calls it for one event after the other.
        void Happened(WireEvent happened) => tell("happened", new { Server = errand.Target.Id, Event = EventJson.Of(happened) });

        var observed = await new Runner(time).RunAsync(errand.Experiment, errand.Target, Happened, cancellation);
        tell("observed", ObservedJson.Of(observed));
    }
}
