using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Experiments.Scripts;
using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Web;

/// <summary>An experiment to run on a server.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Target">The server.</param>
internal sealed record RequestedRun(Experiment Experiment, TargetServer Target)
{
    private const string ScriptId = "script";

    /// <summary>Runs a script on each server. A connection without a final wait gets one: for the responses to all its requests.</summary>
    public static IEnumerable<RequestedRun> OfScript(IReadOnlyList<ScriptStep> steps, Transport over, IEnumerable<TargetServer> targets) =>
        targets.Select(target => new RequestedRun(new Experiment(ScriptId, Group.All[0], 0, default, default, default, "", over, [],
            [.. steps, .. target.EndPointFor(over) is null ? [] : Waits(steps, over, target)], null,
            new Dictionary<string, LocalizedText>(), new Dictionary<string, ExpectedOutcome>()), target));

    private static IEnumerable<AwaitStep> Waits(IReadOnlyList<ScriptStep> steps, Transport over, TargetServer target) => steps
        .Where(step => step is not PauseStep)
        .GroupBy(step => step.On)
        .Where(connection => !connection.Any(step => step is ResetStep or CloseStep) && connection.Last() is not AwaitStep)
        .Select(connection => new AwaitStep(connection.Key, connection.Any(step => step is FinishStep)
            ? new Awaited(End: true)
            : What(connection.OfType<SendStep>(), over, target), Script.Patience));

    // From a server without a protocol, the response has as many bytes as were sent.
    private static Awaited What(IEnumerable<SendStep> sends, Transport over, TargetServer target)
    {
        var server = target.EndPointFor(over)!;
        var sent = sends.SelectMany(send => Enumerable.Repeat(EscapedBytes.Parse(Placeholders.Fill(send.Text, server)), send.Times)).SelectMany(bytes => bytes).ToArray();
        var frames = sends.Sum(send => ClientFrame.Count(send.Text));
        return over == Transport.Udp || target.Id == Servers.ServerDefinitions.Raw.Id
            ? new Awaited(Bytes: Math.Max(1, sent.Length))
            : frames > 0 ? new Awaited(Frames: frames)
            : new Awaited(Answers: Math.Max(1, Dissector.Requests(sent).Messages.Count(message => message is { Kind: "request", IsComplete: true })));
    }
}
