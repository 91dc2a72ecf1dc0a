using SideBySide.Checks;

namespace SideBySide.Cli.Checking;

/// <summary>A report for programs: one object. Its form is described in <c>docs/check.md</c>.</summary>
/// <param name="Target">What was checked: an address, or the command that starts it.</param>
/// <param name="Get">The path that was asked with GET.</param>
/// <param name="Post">The path that returns the body of a POST; null when there is none.</param>
/// <param name="WebSocket">The path that became a WebSocket; null when none was named.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="First">The first thing that is wrong; null for nothing.</param>
/// <param name="Results">Every check, in the order of the ladder.</param>
internal sealed record CheckJson(
    string Target, string Get, string? Post, string? WebSocket, double Seconds, CheckResultJson? First,
    IReadOnlyList<CheckResultJson> Results)
{
    /// <summary>The report.</summary>
    public static CheckJson Of(CheckReport report, string target, CheckRoutes routes) => new(
        target, routes.Get, routes.Post, routes.WebSocket, Math.Round(report.Elapsed.TotalSeconds, 1),
        report.First is { } first ? CheckResultJson.Of(first) : null, [.. report.Results.Select(CheckResultJson.Of)]);
}

/// <summary>A check and what came of it. Texts are in the language of the call.</summary>
/// <param name="Id">The check.</param>
/// <param name="Title">What must be so.</param>
/// <param name="Step">The part of the ladder: <c>step1</c> to <c>step5</c>, <c>conformance</c>, <c>advice</c>.</param>
/// <param name="Level"><c>must</c> or <c>should</c>.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Rule">Where the rule stands.</param>
/// <param name="Explanation">The likely mistake, or why it was not tried; null for one that passed.</param>
/// <param name="Sent">What was sent, with escapes; null when it was not tried.</param>
/// <param name="Received">What came back, with escapes.</param>
/// <param name="Observed">What happened, in short: <c>200 closed</c>.</param>
/// <param name="Expected">What may come back.</param>
/// <param name="Cure">What to do about it; null for one that passed.</param>
/// <param name="More">The experiment that <c>show</c> explains; null for none.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Output">The last lines that the program printed.</param>
internal sealed record CheckResultJson(string Id, string Title, string Step, string Level, CheckOutcome Outcome, string Rule, string? Explanation,
    string? Sent, string? Received, string? Observed, string Expected, string? Cure, string? More, double Seconds, IReadOnlyList<string> Output)
{
    internal static CheckResultJson Of(CheckResult result)
    {
        var item = result.Item;
        var isWrong = result.Outcome is CheckOutcome.Failed or CheckOutcome.Known or CheckOutcome.Advice;
        return new(item.Id, item.Title.ToString(), item.Step.Id, item.Level == CheckLevel.Must ? "must" : "should", result.Outcome, item.Rule,
            result.Outcome == CheckOutcome.Passed ? null : result.Explanation.ToString(),
            result.Observed is null ? null : CheckExchange.Sent(result), result.Observed is null ? null : CheckExchange.Received(result),
            result.Observed?.Outcome?.InFull, CheckExchange.Expected(item).ToString(), isWrong ? item.Cure.ToString() : null, item.Experiment?.Id,
            Math.Round(result.Elapsed.TotalSeconds, 2), result.Output);
    }
}
