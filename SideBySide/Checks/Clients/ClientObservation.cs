using System.Globalization;
using System.Text;
using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Checks.Clients;

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
