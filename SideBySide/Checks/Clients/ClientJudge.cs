using System.Globalization;
using System.Text;
using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Checks.Clients;

/// <summary>What an observation says about a check of a client.</summary>
/// <param name="ordinary">What the client did with an ordinary response.</param>
/// <param name="content">The content of that response.</param>
internal sealed class ClientJudge(ClientObservation ordinary, string content)
{
    private const string HostReasons = "Host";

    /// <summary>Whether the client prints the content of a response.</summary>
    public bool PrintsContents { get; } = ordinary.Printed.Contains(content, StringComparison.Ordinal);

    /// <summary>What the client made of the response.</summary>
    public ClientOutcome OutcomeOf(ClientCheck check, ClientObservation observed) => observed.OutcomeOf(check, ordinary, PrintsContents);

    /// <summary>Judges it.</summary>
    /// <param name="check">The check.</param>
    /// <param name="observed">What the client did.</param>
    public CheckResult Judge(ClientCheck check, ClientObservation observed)
    {
        if (check.IsHead && observed.Requests is [{ Request.Method: not "HEAD" }, ..])
            return Result(check, observed, CheckOutcome.NotBuilt, ClientTexts.NotHead);
        if (check.Request is { } property && OfRequest(property, check, observed) is { } result)
            return result;
        if (check.Passes.Count == 0)
            return Result(check, observed, CheckOutcome.Passed, default);

        var outcome = OutcomeOf(check, observed);
        if (outcome == ClientOutcome.Success && check.NeedsContent && !PrintsContents)
            return Result(check, observed, CheckOutcome.NotRun, ClientTexts.ContentNotPrinted);
        if (check.Passes.Contains(outcome))
            return Result(check, observed, CheckOutcome.Passed, default);
        if (outcome == ClientOutcome.NoEnd && check.WantsError && observed.Requests.Count > 1)
            return Result(check, observed, CheckOutcome.NotRun, ClientTexts.TriesAgain);
        var mistake = check.Causes.FirstOrDefault(cause => cause.When == outcome)?.Mistake
            ?? (outcome == ClientOutcome.NoEnd ? ClientTexts.DidNotEnd : check.Item.Mistake);
        return check.Tolerates.Contains(outcome) ? Result(check, observed, CheckOutcome.Advice, mistake) : Wrong(check, observed, mistake);
    }

    /// <summary>A result with what was observed.</summary>
    public static CheckResult Result(ClientCheck check, ClientObservation observed, CheckOutcome outcome, LocalizedText explanation) => new(
        check.Item, outcome, new CheckedExchange(observed.Events, observed.InShort, CheckedPeer.Client), explanation, observed.Seen,
        outcome == CheckOutcome.Failed ? observed.Output : []);

    private static CheckResult Wrong(ClientCheck check, ClientObservation observed, LocalizedText mistake) =>
        Result(check, observed, check.Item.Step.IsAdvice ? CheckOutcome.Advice : CheckOutcome.Failed, mistake);

    // Null when the requests are as they must be.
    private static CheckResult? OfRequest(RequestProperty property, ClientCheck check, ClientObservation observed)
    {
        if (observed.Requests is not [var first, ..])
            return Wrong(check, observed, ClientTexts.NoRequest);
        var others = observed.Requests.Where(request => request.Request?.Target != observed.Path).ToArray();
        switch (property)
        {
            case RequestProperty.Follows or RequestProperty.EndsLoop when observed.Requests.Count == 1:
                return Result(check, observed, CheckOutcome.NotBuilt, ClientTexts.DoesNotFollow);
            case RequestProperty.WellFormed when first.Refusal is { } refusal && !IsAboutHost(refusal):
                var mistake = check.Item.Mistake;
                return Wrong(check, observed, new($"{mistake.En} {refusal.Sentence.En}", $"{mistake.Zh}{refusal.Sentence.Zh}"));
            case RequestProperty.Host when !HasHost(first, observed.Authority):
            case RequestProperty.Target when first.Request is { } request && request.Target != observed.Path:
            case RequestProperty.UserAgent when first.Request is { } head && !HasField(head, "User-Agent"):
            case RequestProperty.Follows when !Array.Exists(others, request => request.Request?.Target == check.Target):
            case RequestProperty.EndsLoop when observed.Requests.Count >= ScriptedServer.MostRequests:
                return Wrong(check, observed, check.Item.Mistake);
            default:
                return null;
        }
    }

    private static bool HasHost(Message message, string authority) => message.Request is { } request
        ? request.Fields.Any(field => Same(field.Name, "Host") && Same(field.Value, authority))
        : message.Refusal is not { } refusal || !IsAboutHost(refusal);

    private static bool IsAboutHost(MessageRejection refusal) => refusal.Reason.StartsWith(HostReasons, StringComparison.Ordinal);

    private static bool HasField(RequestSummary request, string name) =>
        request.Fields.Any(field => Same(field.Name, name));

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What a client did with one scripted behaviour.</summary>
/// <param name="Authority">The address that it was given.</param>
/// <param name="Path">The path that it was given.</param>
/// <param name="Events">Everything that happened on its connections.</param>
/// <param name="Requests">Its requests, in order.</param>
/// <param name="ExitCode">Its exit code; null when it was stopped.</param>
/// <param name="Printed">Its standard output.</param>
/// <param name="Output">The last lines that it printed, escaped.</param>
internal sealed record ClientObservation(string Authority, string Path, IReadOnlyList<WireEvent> Events, IReadOnlyList<Message> Requests,
    int? ExitCode, string Printed, IReadOnlyList<string> Output)
{
    private const string StatusLine = "HTTP/1.", HeadStart = "HTTP/";
    private const int MostShown = 200;

    /// <summary>Whether it prints the heads of responses, too.</summary>
    public bool PrintsHeads => Printed.Contains(StatusLine, StringComparison.Ordinal);

    /// <summary>What it made of the response.</summary>
    /// <param name="check">What was served.</param>
    /// <param name="ordinary">What it did with an ordinary response.</param>
    /// <param name="printsContents">Whether it printed the content of that one.</param>
    public ClientOutcome OutcomeOf(ClientCheck check, ClientObservation ordinary, bool printsContents)
    {
        if (ExitCode is null)
            return ClientOutcome.NoEnd;
        if (ExitCode != 0)
            return ClientOutcome.Error;
        return (check.Never is { } never && Printed.Contains(never, StringComparison.Ordinal)
                && !(ordinary.PrintsHeads && never.StartsWith(HeadStart, StringComparison.Ordinal)))
            || (printsContents && !Printed.Contains(check.Content, StringComparison.Ordinal))
            ? ClientOutcome.OtherContent
            : ClientOutcome.Success;
    }

    /// <summary>For programs: <c>exit 0</c>, or <c>no end</c>.</summary>
    public string InShort => ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"exit {code}") : "no end";

    /// <summary>In a sentence: how it ended, and what it printed.</summary>
    public LocalizedText Seen
    {
        get
        {
            var shown = VisibleLines.Text(Encoding.UTF8.GetBytes(Printed)).ReplaceLineEndings(" ");
            var cut = shown.Length <= MostShown ? shown : shown[..MostShown] + "…";
            var end = ExitCode is { } code
                ? ClientTexts.ExitCode(code)
                : ClientTexts.Stopped;
            return cut.Length == 0
                ? new($"{end.En}, nothing on standard output", $"{end.Zh}，标准输出为空")
                : new($"{end.En}, standard output: {cut}", $"{end.Zh}，标准输出：{cut}");
        }
    }
}
