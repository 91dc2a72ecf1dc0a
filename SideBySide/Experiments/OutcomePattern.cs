using System.Globalization;

namespace SideBySide.Experiments;

/// <summary>
/// What an outcome must look like, written like its summary: <c>200 200 closed</c>, <c>400 BareLf</c>, <c>echo</c>, <c>waits</c>, <c>reset</c>,
/// <c>4xx</c>; several connections separated by <c>/</c> with blanks around it; <c>name=value</c> for a note (<c>alpn=http/1.1</c>). An end
/// (<c>open</c>, <c>closed</c>, <c>reset</c>) that is not named may be any.
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

    /// <summary>Whether the outcome looks like this.</summary>
    public bool Matches(Outcome outcome) =>
        outcome.Connections.Count == _connections.Count
        && _connections.Zip(outcome.Connections).All(pair => pair.First.Matches(pair.Second))
        && _notes.All(note => outcome.Notes.TryGetValue(note.Key, out var value) && value == note.Value);

    /// <summary>The pattern as it was written.</summary>
    public override string ToString() => _text;

    private sealed record ConnectionPattern(OutcomeKind Kind, IReadOnlyList<string> Statuses, bool IsPart, string? Reason, ConnectionEnd? End)
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
            && Statuses.Zip(seen.Answers).All(pair => IsStatus(pair.First, pair.Second.Status))
            && (Kind != OutcomeKind.Answers || IsPart != seen.Answers[^1].IsComplete)
            && (Reason is null || seen.Reason == Reason);

        private ConnectionPattern With(string word) => word switch
        {
            "waits" => this with { End = ConnectionEnd.Open },
            "open" => this with { End = ConnectionEnd.Open },
            "closed" => this with { End = ConnectionEnd.Closed },
            "reset" => this with { End = ConnectionEnd.Reset },
            "nothing" => this,
            "echo" => this with { Kind = OutcomeKind.Echo },
            "bytes" => this with { Kind = OutcomeKind.Bytes },
            "refused" => this with { Kind = OutcomeKind.Refused },
            "part" => this with { IsPart = true },
            [>= '1' and <= '5', (>= '0' and <= '9') or 'x', (>= '0' and <= '9') or 'x'] => this with { Kind = OutcomeKind.Answers, Statuses = [.. Statuses, word] },
            [>= 'A' and <= 'Z', ..] when Enum.TryParse<HandRolledHttp.Http1.RejectionReason>(word, out _) => this with { Reason = word },
            _ => throw new FormatException(Texts.BadOutcome(word).ToString()),
        };

        private static bool IsStatus(string pattern, int status) =>
            pattern.Zip(status.ToString(CultureInfo.InvariantCulture)).All(pair => pair.First == 'x' || pair.First == pair.Second);
    }
}
