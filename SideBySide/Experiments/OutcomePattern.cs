using System.Globalization;
using SideBySide.Language;

namespace SideBySide.Experiments;

/// <summary>
/// A pattern for outcomes, in the notation of a summary: <c>200 200 closed</c>, <c>400 BareLf</c>, <c>echo</c>, <c>silent</c>,
/// <c>reset</c>, <c>4xx</c>, <c>200×16</c>. <c> / </c> separates connections; <c>name=value</c> matches a note (<c>alpn=http/1.1</c>).
/// Without an end (<c>open</c>, <c>closed</c>, <c>reset</c>) the pattern matches any end. Only a pattern with <c>ended=yes</c> matches a
/// server that ended.
/// </summary>
public sealed class OutcomePattern
{
    private readonly string _text;
    private readonly List<ConnectionPattern> _connections = [];
    private readonly Dictionary<string, string> _notes = [];

    private OutcomePattern(string text) => _text = text;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">A word is unknown; the message is one sentence in the user's language.</exception>
    public static OutcomePattern Parse(string text)
    {
        var pattern = new OutcomePattern(text);
        foreach (var part in text.Split(" / ", StringSplitOptions.TrimEntries))
        {
            var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToLookup(word => word.Contains('=', StringComparison.Ordinal));
            foreach (var note in words[true])
                pattern._notes.Add(note.Split('=')[0], note.Split('=', 2)[1]);
            if (words[false].Any())
                pattern._connections.Add(ConnectionPattern.Parse(words[false]));
        }

        return pattern;
    }

    /// <summary>Whether the outcome matches.</summary>
    public bool Matches(Outcome outcome) =>
        outcome.Connections.Count == _connections.Count
        && _connections.Zip(outcome.Connections).All(pair => pair.First.Matches(pair.Second))
        && _notes.All(note => outcome.Notes.TryGetValue(note.Key, out var value) && value == note.Value)
        && outcome.Notes.ContainsKey("ended") == _notes.ContainsKey("ended");

    /// <summary>Whether a recorded outcome (<see cref="Outcome.InFull"/>) matches.</summary>
    public bool Matches(OutcomePattern recorded) =>
        recorded._connections.Count == _connections.Count
        && _connections.Zip(recorded._connections).All(pair => pair.First.Matches(pair.Second))
        && _notes.All(note => recorded._notes.TryGetValue(note.Key, out var value) && value == note.Value)
        && recorded._notes.ContainsKey("ended") == _notes.ContainsKey("ended");

    /// <summary>Whether the pattern constrains a connection: the received data or the end.</summary>
    /// <param name="connection">The connection's index.</param>
    public bool Judges(int connection) =>
        connection < _connections.Count && _connections[connection] is not ({ Kind: OutcomeKind.Refused } or { Kind: OutcomeKind.Nothing, End: null });

    /// <summary>The pattern as it was written.</summary>
    public override string ToString() => _text;

    private sealed record ConnectionPattern(OutcomeKind Kind, IReadOnlyList<string> Statuses, bool IsIncomplete, string? Reason, ConnectionEnd? End)
    {
        public static ConnectionPattern Parse(IEnumerable<string> words)
        {
            var pattern = new ConnectionPattern(OutcomeKind.Nothing, [], false, null, null);
            foreach (var word in words)
                pattern = pattern.With(word);
            return pattern;
        }

        public bool Matches(ConnectionOutcome seen) =>
            seen.Kind == Kind
            && (End is null || seen.End == End)
            && seen.Answers.Count == Statuses.Count
            && Statuses.Zip(seen.Answers).All(pair => IsStatus(pair.First, pair.Second.Status.ToString(CultureInfo.InvariantCulture)))
            && (Kind != OutcomeKind.Answers || IsIncomplete != seen.Answers[^1].IsComplete)
            && (Reason is null || seen.Reason == Reason);

        public bool Matches(ConnectionPattern recorded) =>
            recorded.Kind == Kind
            && (End is null || recorded.End == End)
            && recorded.Statuses.Count == Statuses.Count
            && Statuses.Zip(recorded.Statuses).All(pair => IsStatus(pair.First, pair.Second))
            && IsIncomplete == recorded.IsIncomplete
            && (Reason is null || recorded.Reason == Reason);

        private ConnectionPattern With(string word) => word switch
        {
            "silent" => this with { End = ConnectionEnd.Open },
            "open" => this with { End = ConnectionEnd.Open },
            "closed" => this with { End = ConnectionEnd.Closed },
            "reset" => this with { End = ConnectionEnd.Reset },
            "nothing" => this,
            "echo" => this with { Kind = OutcomeKind.Echo },
            "bytes" => this with { Kind = OutcomeKind.Bytes },
            "refused" => this with { Kind = OutcomeKind.Refused },
            "incomplete" => this with { IsIncomplete = true },
            [>= '1' and <= '5', (>= '0' and <= '9') or 'x', (>= '0' and <= '9') or 'x'] => this with { Kind = OutcomeKind.Answers, Statuses = [.. Statuses, word] },
            [_, _, _, '×', .. var times] when int.TryParse(times, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1000 =>
                Enumerable.Range(0, count).Aggregate(this, (pattern, _) => pattern.With(word[..3])),
            [>= 'A' and <= 'Z', ..] when Enum.TryParse<HandRolledHttp.Http1.RejectionReason>(word, out _) => this with { Reason = word },
            _ => throw new FormatException(Texts.BadOutcome(word).ToString()),
        };

        private static bool IsStatus(string pattern, string status) => pattern.Zip(status).All(pair => pair.First == 'x' || pair.First == pair.Second);
    }
}
