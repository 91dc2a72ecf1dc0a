using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Experiments;

/// <summary>An experiment on a server, and what really happened.</summary>
/// <param name="Experiment">What was done.</param>
/// <param name="Target">To whom.</param>
/// <param name="Events">Everything that happened, in order, on all connections.</param>
/// <param name="Outcome">What it comes to; null when the server could not be asked.</param>
/// <param name="WhyNot">Why there is no outcome.</param>
/// <param name="TookTooLong">It was stopped because it took too long; that is never expected.</param>
public sealed record Observed(Experiment Experiment, TargetServer Target, IReadOnlyList<WireEvent> Events, Outcome? Outcome, LocalizedText? WhyNot = null,
    bool TookTooLong = false)
{
    /// <summary>Whether this is what was expected of this server; null when nothing was, or it could not be asked.</summary>
    public bool? IsExpected { get; } = TookTooLong ? false : Outcome is not null && Experiment.Expect.TryGetValue(Target.Id, out var expectation) ? expectation.Matches(Outcome, Events) : null;

    /// <summary>Whether HTTP allows this.</summary>
    public Verdict Verdict { get; } = Outcome is null || Experiment.Verdicts is null ? Verdict.None : Experiment.Verdicts.On(Target.Id, Outcome, Events);

    /// <summary>Why the server does what is discouraged or forbidden, and where that is documented; null when nothing is known.</summary>
    public LocalizedText? Deviation => Verdict is Verdict.Discouraged or Verdict.Forbidden && Experiment.Deviations.TryGetValue(Target.Id, out var why) ? why : null;

    /// <summary>What fits into a cell of a table.</summary>
    public string Summary => Outcome?.Summary ?? (TookTooLong ? "timeout" : "·");
}
