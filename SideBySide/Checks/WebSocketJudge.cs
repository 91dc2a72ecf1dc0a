using System.Text.RegularExpressions;
using SideBySide.Experiments;
using SideBySide.Language;

namespace SideBySide.Checks;

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
