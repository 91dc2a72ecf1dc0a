using System.Globalization;
using System.Text.Json.Serialization;
using SideBySide.Experiments;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Checks;

/// <summary>The outcome of a check.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckOutcome>))]
public enum CheckOutcome
{
    /// <summary>The check passed.</summary>
    [JsonStringEnumMemberName("passed")]
    Passed,

    /// <summary>The check failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>The outcome is allowed, but it violates a SHOULD or has a known danger.</summary>
    [JsonStringEnumMemberName("advice")]
    Advice,

    /// <summary>A failure that the baseline lists.</summary>
    [JsonStringEnumMemberName("known")]
    Known,

    /// <summary>The server does not have the feature.</summary>
    [JsonStringEnumMemberName("not-built")]
    NotBuilt,

    /// <summary>The check did not run.</summary>
    [JsonStringEnumMemberName("not-run")]
    NotRun,
}

/// <summary>What happened on the wire during a check.</summary>
/// <param name="Events">Everything, in order, on all connections.</param>
/// <param name="InShort">What it comes to, for programs.</param>
/// <param name="Peer">What is checked: the other end of the connections.</param>
internal sealed record CheckedExchange(IReadOnlyList<WireEvent> Events, string? InShort, CheckedPeer Peer)
{
    /// <summary>What a server did.</summary>
    public static CheckedExchange Of(Observation observed) => new(observed.Events, observed.Outcome?.InFull, CheckedPeer.Server);
}

/// <summary>What is checked.</summary>
internal enum CheckedPeer
{
    /// <summary>A server: requests are sent to it.</summary>
    Server,

    /// <summary>A client: responses are sent to it.</summary>
    Client,
}

/// <summary>A check, and what came of it.</summary>
/// <param name="Item">The check.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Exchange">What happened; null when it was not tried.</param>
/// <param name="Explanation">The likely mistake, if the check did not pass.</param>
/// <param name="Seen">The observation in a sentence.</param>
/// <param name="Output">For a failure, the last lines of the program's output, escaped.</param>
internal sealed record CheckResult(CheckItem Item, CheckOutcome Outcome, CheckedExchange? Exchange, LocalizedText Explanation, LocalizedText Seen,
    IReadOnlyList<string> Output)
{
    /// <summary>Its duration.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>A check that did not run, with the reason.</summary>
    public static CheckResult Without(CheckItem item, CheckOutcome outcome, LocalizedText why) => new(item, outcome, null, why, default, []);
}

/// <summary>All results of a run.</summary>
/// <param name="Results">In the order of the ladder.</param>
/// <param name="Elapsed">The duration.</param>
internal sealed record CheckReport(IReadOnlyList<CheckResult> Results, TimeSpan Elapsed)
{
    /// <summary>The first failure; null for none.</summary>
    public CheckResult? First => Results.FirstOrDefault(result => result.Outcome == CheckOutcome.Failed);

    /// <summary>The number of such results.</summary>
    public int Count(CheckOutcome outcome) => Results.Count(result => result.Outcome == outcome);
}

/// <summary>An exchange of a check as text with visible control characters: bounded, and safe for a terminal, a log and a page.</summary>
internal static class CheckExchange
{
    private const int MostBytes = 1200;

    /// <summary>The sent bytes, connection by connection.</summary>
    public static string Sent(CheckResult result) => Of(result.Exchange, WireEventKind.Sent);

    /// <summary>The received bytes, connection by connection, and the end.</summary>
    public static string Received(CheckResult result)
    {
        var bytes = Of(result.Exchange, WireEventKind.Received);
        return bytes.Length == 0 ? result.Seen.ToString() : bytes;
    }

    /// <summary>The allowed responses.</summary>
    public static LocalizedText Expected(CheckItem item)
    {
        if (item.Expected is { } expected)
            return expected;
        var patterns = item.Passes.Select(Text).Where(pass => pass.Length < 70).Distinct().Take(4).ToArray();
        return patterns.Length == 0 ? item.Title
            : new($"{item.Title.En}: {string.Join(" or ", patterns)}", $"{item.Title.Zh}：{string.Join(" 或 ", patterns)}");
    }

    /// <summary>The exchange as lines: sent bytes, received bytes and other events, in order.</summary>
    public static IReadOnlyList<(string Mark, string Text)> Lines(CheckResult result)
    {
        var lines = new List<(string, string)>();
        if (result.Exchange is not { } exchange)
            return lines;
        var several = exchange.Events.Select(e => e.Connection).Where(name => name.Length > 0).Distinct().Count() > 1;
        foreach (var (kind, connection, bytes, count) in Joined(exchange.Events))
        {
            var arrow = kind switch { WireEventKind.Sent => "→", WireEventKind.Received => "←", _ => " " };
            var mark = several ? $"{connection} {arrow}" : arrow;
            var text = kind switch
            {
                WireEventKind.Sent or WireEventKind.Received => Text(bytes) + (count > 3 ? $"\n({Pieces(count)})" : ""),
                WireEventKind.Finished => Texts.EventFinished.ToString(),
                WireEventKind.Ended => CheckWords.Ended(exchange.Peer).ToString(),
                WireEventKind.Reset => Texts.EventReset.ToString(),
                WireEventKind.Broke => CheckWords.Broke(exchange.Peer).ToString(),
                WireEventKind.GaveUp => Texts.EventGaveUp.ToString(),
                _ => "",
            };
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                lines.Add((mark, line));
        }

        return lines;
    }

    private static string Text(ExpectedOutcome pass) =>
        pass.Pattern + (pass.Body is { Length: > 0 and < 40 } body ? $" \"{VisibleLines.Text(body)}\"" : "");

    private static LocalizedText Pieces(int count) => new(
        string.Create(CultureInfo.InvariantCulture, $"in {count} pieces"), string.Create(CultureInfo.InvariantCulture, $"分 {count} 段"));

    // Joins consecutive pieces of one direction.
    private static IEnumerable<(WireEventKind Kind, string Connection, ReadOnlyMemory<byte> Bytes, int Count)> Joined(IReadOnlyList<WireEvent> events)
    {
        for (var at = 0; at < events.Count;)
        {
            var first = events[at];
            var same = first.Kind is WireEventKind.Sent or WireEventKind.Received
                ? events.Skip(at).TakeWhile(e => e.Kind == first.Kind && e.Connection == first.Connection).ToArray() : [first];
            var record = new Recording(same);
            yield return (first.Kind, first.Connection, first.Kind == WireEventKind.Sent ? record.Sent : record.Received, same.Length);
            at += same.Length;
        }
    }

    private static string Of(CheckedExchange? exchange, WireEventKind kind)
    {
        var connections = exchange?.Events.Where(e => e.Kind == kind).GroupBy(e => e.Connection).ToArray() ?? [];
        return string.Join('\n', connections.Select(connection =>
            (connections.Length > 1 ? $"{connection.Key}: " : "")
            + Text(kind == WireEventKind.Sent ? new Recording([.. connection]).Sent : new Recording([.. connection]).Received)));
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => bytes.Length <= MostBytes
        ? VisibleLines.Text(bytes.Span)
        : VisibleLines.Text(bytes.Span[..(MostBytes / 2)]) + $"\n… {CheckWords.Bytes(bytes.Length)} …\n" + VisibleLines.Text(bytes.Span[^200..]);
}
