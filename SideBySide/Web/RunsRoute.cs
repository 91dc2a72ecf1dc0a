using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Experiments.Scripts;
using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Web;

/// <summary><c>POST /api/runs</c>: runs an experiment or a script and streams its events.</summary>
internal static class RunsRoute
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/runs", ServerSentEventsResult<object> (RunRequest request, RunEvents stream, Catalogue catalogue, ServerSet servers, IHostApplicationLifetime lifetime, CancellationToken aborted) =>
        {
            var runs = request.Read(catalogue, TargetServer.All(servers)); // first, so that an error gets its own response
            return EventStream.Answer((tell, cancellation) => stream.RunAsync(runs, tell, cancellation), lifetime, aborted);
        })
        .RequireRateLimiting(PageLimits.Runs)
        .TakesAtMost(PageLimits.ScriptRequest);
}

/// <summary>Executes the requested runs in parallel and sends each event immediately.</summary>
/// <param name="servers">Warms the servers up first.</param>
/// <param name="time">The clock.</param>
internal sealed class RunEvents(ServerWarmUp servers, TimeProvider time)
{
    /// <summary>Sends <c>happened</c> for each event, <c>observed</c> for each server and <c>done</c> at the end.</summary>
    public async Task RunAsync(IReadOnlyList<RequestedRun> runs, Action<string, object> tell, CancellationToken cancellation)
    {
        await servers.ReadyAsync(cancellation);
        await Task.WhenAll(runs.Select(run => RunAsync(run, tell, cancellation)));
        tell("done", new { });
    }

    private async Task RunAsync(RequestedRun run, Action<string, object> tell, CancellationToken cancellation)
    {
        // The runner calls this for one event at a time.
        void Happened(WireEvent happened) => tell("happened", new { Server = run.Target.Id, Event = EventJson.Of(happened) });

        var observed = await new Runner(time).RunAsync(run.Experiment, run.Target, Happened, cancellation);
        tell("observed", ObservationJson.Of(observed));
    }
}

/// <summary>An experiment to run on a server.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Target">The server.</param>
internal sealed record RequestedRun(Experiment Experiment, TargetServer Target)
{
    private const string ScriptId = "script";

    /// <summary>Runs a script on each server. A connection without a final wait gets one: for the responses to all its requests.</summary>
    public static IEnumerable<RequestedRun> OfScript(IReadOnlyList<ScriptStep> steps, Transport over, IEnumerable<TargetServer> targets) =>
        targets.Select(target => new RequestedRun(
            Experiment.Of(ScriptId, over, [.. steps, .. target.EndPointFor(over) is null ? [] : Waits(steps, over, target)]), target));

    private static IEnumerable<AwaitStep> Waits(IReadOnlyList<ScriptStep> steps, Transport over, TargetServer target) => steps
        .Where(step => step is not PauseStep)
        .GroupBy(step => step.On)
        .Where(connection => !connection.Any(step => step is ResetStep or CloseStep) && connection.Last() is not AwaitStep)
        .Select(connection => new AwaitStep(connection.Key, connection.Any(step => step is FinishStep)
            ? new AwaitCondition(End: true)
            : What(connection.OfType<SendStep>(), over, target), Script.Patience));

    // From a server without a protocol, the response has as many bytes as were sent.
    private static AwaitCondition What(IEnumerable<SendStep> sends, Transport over, TargetServer target)
    {
        var server = target.EndPointFor(over)!;
        var sent = sends.SelectMany(send => Enumerable.Repeat(EscapedBytes.Parse(Placeholders.Fill(send.Text, server)), send.Times)).SelectMany(bytes => bytes).ToArray();
        var frames = sends.Sum(send => ClientFrame.Count(send.Text));
        return over == Transport.Udp || target.Id == Servers.ServerDefinitions.Raw.Id
            ? new AwaitCondition(Bytes: Math.Max(1, sent.Length))
            : frames > 0 ? new AwaitCondition(Frames: frames)
            : new AwaitCondition(Answers: Math.Max(1, Dissector.Requests(sent).Messages.Count(message => message is { Kind: "request", IsComplete: true })));
    }
}

/// <summary>A request of the page: an experiment of the catalogue or a script, and the ids of servers of this run (never
/// addresses).</summary>
/// <param name="Experiment">The experiment's id.</param>
/// <param name="Script">The script.</param>
/// <param name="Over">The script's transport: <c>tcp</c> (the default), <c>udp</c> or <c>tls</c>.</param>
/// <param name="Servers">The servers' ids.</param>
internal sealed record RunRequest(string? Experiment, string? Script, string? Over, IReadOnlyList<string>? Servers)
{
    /// <summary>The maximum number of servers in one request.</summary>
    public const int MaxServers = 16;

    /// <summary>One run for each server.</summary>
    /// <exception cref="PageProblemException">The request is invalid.</exception>
    public IReadOnlyList<RequestedRun> Read(Catalogue catalogue, IReadOnlyList<TargetServer> targets)
    {
        var asked = Asked(targets);
        return (Experiment, Script) switch
        {
            ({ } id, null) => Runs(catalogue.Find(id) ?? throw new PageProblemException(Texts.NoSuchExperiment(PageProblem.Shortened(id)), StatusCodes.Status404NotFound), asked),
            (null, { } script) => [.. RequestedRun.OfScript(ScriptRequest.Understood(script), Carrier(), asked)],
            _ => throw new PageProblemException(Texts.OneOfTwo),
        };
    }

    private static IReadOnlyList<RequestedRun> Runs(Experiment experiment, IEnumerable<TargetServer> asked) => [.. asked.Select(target => new RequestedRun(experiment, target))];

    private List<TargetServer> Asked(IReadOnlyList<TargetServer> targets)
    {
        if (Servers is not { Count: > 0 })
            throw new PageProblemException(Texts.NoServers);
        if (Servers.Count > MaxServers)
            throw new PageProblemException(Texts.TooManyServers(MaxServers));
        return [.. Servers.Distinct().Select(id => targets.FirstOrDefault(target => target.Id == id)
            ?? throw new PageProblemException(Texts.NoSuchServer(PageProblem.Shortened(id), string.Join(", ", targets.Select(target => target.Id)))))];
    }

    private Transport Carrier() => Over switch
    {
        null or "tcp" => Transport.Tcp,
        "udp" => Transport.Udp,
        "tls" => Transport.Tls,
        _ => throw new PageProblemException(Texts.NoSuchTransport(PageProblem.Shortened(Over))),
    };
}
