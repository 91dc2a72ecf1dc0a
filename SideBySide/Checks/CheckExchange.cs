using System.Globalization;
using SideBySide.Experiments;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Checks;

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
