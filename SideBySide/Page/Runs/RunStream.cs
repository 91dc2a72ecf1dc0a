using SideBySide.Experiments;
using SideBySide.Experiments.Running;
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
        void Happened(WireEvent happened) => tell("happened", HappenedJson.Of(errand.Target, happened)); // the runner tells one after the other

        var observed = await new Runner(time).RunAsync(errand.Experiment, errand.Target, Happened, cancellation);
        tell("observed", ObservedJson.Of(observed));
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
