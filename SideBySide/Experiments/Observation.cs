using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Experiments;

/// <summary>The result of an experiment on a server.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Target">The server.</param>
/// <param name="Events">All events on all connections, in order.</param>
/// <param name="Outcome">The outcome; null when the experiment did not run.</param>
/// <param name="WhyNot">The reason for a missing outcome.</param>
/// <param name="TookTooLong">Whether the experiment exceeded its time limit; that is never expected.</param>
public sealed record Observation(Experiment Experiment, TargetServer Target, IReadOnlyList<WireEvent> Events, Outcome? Outcome, LocalizedText? WhyNot = null,
    bool TookTooLong = false)
{
    /// <summary>Whether the outcome was expected of this server; null without an expectation or an outcome.</summary>
    public bool? IsExpected { get; } = TookTooLong ? false : Outcome is not null && Experiment.Expect.TryGetValue(Target.Id, out var expectation) ? expectation.Matches(Outcome, Events) : null;

    /// <summary>Whether HTTP allows this.</summary>
    public Verdict Verdict { get; } = Outcome is null || Experiment.Verdicts is null ? Verdict.None : Experiment.Verdicts.On(Target.Id, Outcome, Events);

    /// <summary>The documented reason for a discouraged or forbidden outcome; null if none is known.</summary>
    public LocalizedText? Deviation => Verdict is Verdict.Discouraged or Verdict.Forbidden && Experiment.Deviations.TryGetValue(Target.Id, out var why) ? why : null;

    /// <summary>The text of a table cell.</summary>
    public string Summary => Outcome?.Summary ?? (TookTooLong ? "timeout" : "·");
}
