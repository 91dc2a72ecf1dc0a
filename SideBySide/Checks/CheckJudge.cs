using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Checks;

/// <summary>Judges the observation of a check.</summary>
/// <param name="ladder">Finds the check for a fault.</param>
internal sealed class CheckJudge(CheckLadder ladder)
{
    private const int RequestTimeout = 408;

    /// <summary>Judges an observation.</summary>
    /// <param name="item">The check.</param>
    /// <param name="observed">The observation.</param>
    public CheckResult Judge(CheckItem item, Observation observed)
    {
        if (item.WebSocket is { } question)
            return WebSocketJudge.Judge(item, question, observed);
        if (observed.Outcome is not { } outcome)
            return Failed(item, observed, CheckTexts.TookTooLong);
        // A deadline of the server passed because this machine was slow. That proves nothing.
        if (outcome.Connections.Any(connection => connection.Answers.Any(response => response.Status == RequestTimeout)))
            return new CheckResult(item, CheckOutcome.NotRun, CheckedExchange.Of(observed), CheckTexts.TimedOut, OutcomeText.Of(observed), []);

        var faults = outcome.Connections.SelectMany(ResponseFaultFinder.Of).ToHashSet();
        if (item.Passes.Count > 0 && item.WholeFirst && RespondedEarly(item, observed) is { } early)
            return Failed(item, observed, early);
        if (Matches(item.NotBuilt, observed))
            return new CheckResult(item, CheckOutcome.NotBuilt, CheckedExchange.Of(observed), CheckTexts.DoesNotOffer, OutcomeText.Of(observed), []);
        if (item.Faults.FirstOrDefault(faults.Contains) is { } own)
            return Failed(item, observed, Cause(item, observed, own));

        // An invalid response is the result of the check for its fault, in whichever exchange it occurs.
        if (item.Faults.Count == 0 && item.IsWellFormed && !Matches(item.Passes, observed)
            && ResponseFaultFinder.OfFraming.FirstOrDefault(faults.Contains) is { } fault)
            return Failed(ladder.Owner(fault), observed, Cause(ladder.Owner(fault), observed, fault));
        if (item.Passes.Count == 0 || Matches(item.Passes, observed))
            return new CheckResult(item, CheckOutcome.Passed, CheckedExchange.Of(observed), default, OutcomeText.Of(observed), []);
        if (Matches(item.Tolerates, observed))
            return new CheckResult(item, CheckOutcome.Advice, CheckedExchange.Of(observed), item.Mistake, OutcomeText.Of(observed), []);
        return item.Step.IsAdvice
            ? new CheckResult(item, CheckOutcome.Advice, CheckedExchange.Of(observed), Cause(item, observed, null), OutcomeText.Of(observed), [])
            : Failed(item, observed, Cause(item, observed, null));
    }

    /// <summary>A failure with its explanation.</summary>
    public static CheckResult Failed(CheckItem item, Observation observed, LocalizedText explanation) =>
        new(item, item.Step.IsAdvice ? CheckOutcome.Advice : CheckOutcome.Failed, CheckedExchange.Of(observed), explanation,
            OutcomeText.Of(observed), []);

    private static bool Matches(IReadOnlyList<ExpectedOutcome> outcomes, Observation observed) =>
        outcomes.Any(outcome => outcome.Matches(observed.Outcome!, observed.Events));

    private static LocalizedText Cause(CheckItem item, Observation observed, string? fault) =>
        item.Causes.FirstOrDefault(cause => cause.When?.Matches(observed.Outcome!) != false && (cause.Fault is null || cause.Fault == fault))?.Mistake
        ?? item.Mistake;

    // A response before the end of the request can only be a response to a part of it.
    private static LocalizedText? RespondedEarly(CheckItem item, Observation observed)
    {
        foreach (var connection in observed.Outcome!.Connections)
        {
            var events = observed.Events.Where(e => e.Connection == connection.Name).ToList();
            var last = events.FindLastIndex(e => e.Kind == WireEventKind.Sent);
            var first = events.FindIndex(e => e.Kind is WireEventKind.Received or WireEventKind.Ended or WireEventKind.Broke);
            var sent = events.Where(e => e.Kind == WireEventKind.Sent).Sum(e => e.Bytes.Length);
            if (first >= 0 && (first < last || sent < ToSend(observed, connection.Name)))
                return item.Mistake;
        }

        return null;
    }

    private static int ToSend(Observation observed, string connection) =>
        observed.Experiment.Steps.OfType<SendStep>().Where(send => send.On == connection)
            .Sum(send => EscapedBytes.Parse(Placeholders.Fill(send.Text, observed.Target.Tcp!)).Length * send.Times);
}
