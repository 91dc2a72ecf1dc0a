using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Experiments.Running;

/// <summary>Runs an experiment on a server and returns the observation. It sees the server only from outside.</summary>
public sealed class Runner
{
    // Covers actions without a limit, such as connect or a TLS handshake, and extends the other limits on a busy machine.
    private static readonly TimeSpan s_guard = TimeSpan.FromMinutes(3);

    private readonly TimeProvider _time;
    private readonly IControlExchange _control;

    /// <summary>Creates a runner.</summary>
    /// <param name="time">The clock.</param>
    public Runner(TimeProvider time)
        : this(time, new ControlExchange(time))
    {
    }

    internal Runner(TimeProvider time, IControlExchange control) => (_time, _control) = (time, control);

    /// <summary>The time limit of an experiment: a guard against hanging. No verdict depends on it.</summary>
    public static TimeSpan Limit(Experiment experiment) => experiment.Steps.Aggregate(s_guard, (sum, step) => sum + step switch
    {
        PauseStep pause => pause.For,
        AwaitStep wait => wait.Within,
        ProgramStep program => program.Within,
        SendStep { Piece: > 0 } send => send.Pause * Math.Ceiling((double)send.Text.Length * send.Times / send.Piece),
        _ => TimeSpan.Zero,
    });

    /// <summary>Runs an experiment.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="target">The server.</param>
    /// <param name="live">Called for each event, on any thread; it must be quick.</param>
    /// <param name="cancellation">Ends the run with an <see cref="OperationCanceledException"/>.</param>
    public async Task<Observation> RunAsync(Experiment experiment, TargetServer target, Action<WireEvent>? live, CancellationToken cancellation)
    {
        if (!experiment.AppliesTo(target))
            return new Observation(experiment, target, [], null, Texts.CannotBeAsked(target.Name));

        var log = new EventLog(_time, live);
        var limit = Limit(experiment);
        using var late = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        await using var run = new ExperimentRun(experiment, target, log, _time, new SilenceEvidence(ControlFor(experiment, target), _time));
        try
        {
            return await RunAsync(run, experiment, target, log, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Observation(experiment, target, log.Events, null, Texts.TookLonger(limit.TotalSeconds), TookTooLong: true);
        }
    }

    private static async Task<Observation> RunAsync(ExperimentRun run, Experiment experiment, TargetServer target, EventLog log, CancellationToken cancellation)
    {
        var restarts = target.Restarts?.Count;
        foreach (var step in experiment.Steps)
        {
            if (await run.DoAsync(step, cancellation) is { } whyNot)
                return new Observation(experiment, target, log.Events, null, whyNot);
        }

        await run.SettleAsync(cancellation);
        log.End();
        var connections = run.Connections();
        if (restarts is not null)
            await run.FinishAsync(cancellation);
        if (target.Restarts?.Count != restarts)
            _ = log.Add(WireEventKind.Noted, "", note: Outcome.HasEnded);
        var notes = log.Events.Where(e => e.Note is not null).Select(e => e.Note!.Split('=', 2));
        return new Observation(experiment, target, log.Events,
            new Outcome(connections, notes.GroupBy(note => note[0]).ToDictionary(note => note.Key, note => note.Last()[1])));
    }

    private IControlExchange ControlFor(Experiment experiment, TargetServer target) =>
        TargetServer.OwnIds.Contains(target.Id) || target.IsUndisturbed || experiment.Over == Transport.Udp
            ? _control
            : new DistantControlExchange(_control, target.EndPointFor(experiment.Over)!, _time);
}
