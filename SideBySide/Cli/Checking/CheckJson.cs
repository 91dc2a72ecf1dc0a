using System.Text.Json;
using SideBySide.Checks;

namespace SideBySide.Cli.Checking;

/// <summary>A report as one JSON object; <c>docs/check.md</c> describes it.</summary>
/// <param name="Target">The checked server: its address or its command.</param>
/// <param name="Get">The path for GET; null for a client.</param>
/// <param name="Post">The path that returns the body of a POST; null for none.</param>
/// <param name="WebSocket">The path that became a WebSocket; null when none was named.</param>
/// <param name="Seconds">The duration.</param>
/// <param name="First">The first failure; null for none.</param>
/// <param name="Results">Every check, in the order of the ladder.</param>
internal sealed record CheckJson(
    string Target, string? Get, string? Post, string? WebSocket, double Seconds, CheckResultJson? First,
    IReadOnlyList<CheckResultJson> Results)
{
    public static CheckJson Of(CheckReport report, string target, CheckRoutes? routes) => new(
        target, routes?.Get, routes?.Post, routes?.WebSocket, Math.Round(report.Elapsed.TotalSeconds, 1),
        report.First is { } first ? CheckResultJson.Of(first) : null, [.. report.Results.Select(CheckResultJson.Of)]);
}

/// <summary>The result of a check. Its texts are in the user's language.</summary>
/// <param name="Id">The check's id.</param>
/// <param name="Title">The requirement.</param>
/// <param name="Step">The part of the ladder: <c>step1</c> to <c>step5</c>, <c>conformance</c>, <c>advice</c>; for a client <c>client1</c> to <c>client3</c>, <c>client-advice</c>.</param>
/// <param name="Level"><c>must</c> or <c>should</c>.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Rule">The source of the rule.</param>
/// <param name="Explanation">The likely mistake, or the reason why the check did not run; null for a pass.</param>
/// <param name="Sent">The sent bytes, with escapes; null if the check did not run.</param>
/// <param name="Received">The received bytes, with escapes.</param>
/// <param name="Observed">The outcome in short: <c>200 closed</c>.</param>
/// <param name="Expected">The allowed responses.</param>
/// <param name="Cure">A remedy; null for a pass.</param>
/// <param name="More">The related experiment, for <c>show</c>; null for none.</param>
/// <param name="Seconds">The duration.</param>
/// <param name="Output">The last lines of the program's output.</param>
internal sealed record CheckResultJson(string Id, string Title, string Step, string Level, CheckOutcome Outcome, string Rule, string? Explanation,
    string? Sent, string? Received, string? Observed, string Expected, string? Cure, string? More, double Seconds, IReadOnlyList<string> Output)
{
    internal static CheckResultJson Of(CheckResult result)
    {
        var item = result.Item;
        var isWrong = result.Outcome is CheckOutcome.Failed or CheckOutcome.Known or CheckOutcome.Advice;
        return new(item.Id, item.Title.ToString(), item.Step.Id, item.Level == CheckLevel.Must ? "must" : "should", result.Outcome, item.Rule,
            result.Outcome == CheckOutcome.Passed ? null : result.Explanation.ToString(),
            result.Exchange is null ? null : CheckExchange.Sent(result), result.Exchange is null ? null : CheckExchange.Received(result),
            result.Exchange?.InShort, CheckExchange.Expected(item).ToString(), isWrong ? item.Cure.ToString() : null, item.Experiment?.Id,
            Math.Round(result.Elapsed.TotalSeconds, 2), result.Output);
    }
}

/// <summary>Known failures: one id on each line, with comments after <c>#</c>; or a report of <c>--json</c>.</summary>
internal static class CheckBaseline
{
    private const long MostBytes = 4 * 1024 * 1024;

    /// <summary>The ids; none without a file.</summary>
    /// <exception cref="CannotCheckException">The file cannot be read.</exception>
    public static IReadOnlySet<string> Read(string? path)
    {
        if (path is null)
            return new HashSet<string>();
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                throw new IOException("> 4 MiB");
            var text = File.ReadAllText(path);
            return text.TrimStart().StartsWith('{') ? OfReport(text) : OfLines(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CannotCheckException(CheckOptionTexts.NotRead(path, e.Message), e);
        }
    }

    private static HashSet<string> OfLines(string text) =>
        [.. text.Split('\n').Select(line => line.Split('#')[0].Trim()).Where(id => id.Length > 0)];

    private static HashSet<string> OfReport(string text)
    {
        using var report = JsonDocument.Parse(text);
        return [.. report.RootElement.GetProperty("results").EnumerateArray()
            .Where(result => result.GetProperty("outcome").GetString() is "failed" or "known")
            .Select(result => result.GetProperty("id").GetString() ?? "")];
    }
}
