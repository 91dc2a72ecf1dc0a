using System.Text.RegularExpressions;
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

/// <summary>What a check asks of a WebSocket: expressions on the <see cref="WebSocketTranscript"/> of its connections.</summary>
/// <param name="Right">What is right.</param>
/// <param name="Advised">What is allowed, against a SHOULD or a known danger; null for nothing.</param>
/// <param name="Causes">Causes that are more exact than the check's own, each with what points to it.</param>
internal sealed record WebSocketQuestion(Regex Right, Regex? Advised, IReadOnlyList<(Regex Seen, LocalizedText Mistake)> Causes)
{
    /// <summary>Whether it can only be asked once the server has responded 101.</summary>
    public bool NeedsUpgrade { get; init; }

    /// <summary>Whether it can only be asked of a server that returns each message.</summary>
    public bool NeedsEcho { get; init; }
}

/// <summary>Judges a check of a WebSocket.</summary>
internal static class WebSocketJudge
{
    private const string Upgraded = "101", TimedOut = "408";

    /// <summary>Judges it.</summary>
    /// <param name="item">The check.</param>
    /// <param name="question">What it asks.</param>
    /// <param name="observed">What happened.</param>
    public static CheckResult Judge(CheckItem item, WebSocketQuestion question, Observation observed)
    {
        if (observed.Outcome is not { } outcome)
            return CheckJudge.Failed(item, observed, CheckTexts.TookTooLong);
        var seen = string.Join(" / ", outcome.Connections.Select(WebSocketTranscript.Of));
        CheckResult Result(CheckOutcome how, LocalizedText explanation) => new(item, how, CheckedExchange.Of(observed), explanation, new(seen, seen), []);

        if (seen.StartsWith(TimedOut, StringComparison.Ordinal))
            return Result(CheckOutcome.NotRun, CheckTexts.TimedOut);
        if (question.NeedsUpgrade && !seen.StartsWith(Upgraded, StringComparison.Ordinal))
            return Result(CheckOutcome.NotRun, CheckTexts.NotUpgraded);
        if (question.Right.IsMatch(seen))
            return Result(CheckOutcome.Passed, default);
        if (question.Advised?.IsMatch(seen) == true)
            return Result(CheckOutcome.Advice, item.Mistake);
        var cause = question.Causes.FirstOrDefault(cause => cause.Seen.IsMatch(seen));
        return Result(CheckOutcome.Failed, cause.Seen is null ? item.Mistake : cause.Mistake);
    }
}
