using System.Globalization;
using System.Net;
using SideBySide.Experiments.Running;
using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Experiments;

/// <summary>An expected or correct outcome.</summary>
/// <param name="Pattern">The pattern of each connection.</param>
/// <param name="Body">The exact content of the last response, or of the last message of a WebSocket; null for any.</param>
/// <param name="Contains">Byte sequences that the received or printed bytes contain.</param>
/// <param name="Lacks">Byte sequences that they do not contain.</param>
public sealed record ExpectedOutcome(OutcomePattern Pattern, byte[]? Body, IReadOnlyList<byte[]> Contains, IReadOnlyList<byte[]> Lacks)
{
    /// <summary>Whether the outcome matches.</summary>
    public bool Matches(Outcome outcome, IReadOnlyList<WireEvent> events)
    {
        if (!Pattern.Matches(outcome))
            return false;
        if (Body is not null && !(outcome.Connections.SelectMany(Contents).Cast<ReadOnlyMemory<byte>?>().LastOrDefault()?.Span.SequenceEqual(Body) ?? false))
            return false;
        var seen = new Recording([.. events.Where(e => e.Kind is WireEventKind.Received)]).Received;
        var printed = events.Where(e => e.Kind is WireEventKind.Printed).SelectMany(e => e.Bytes.ToArray()).ToArray();
        bool Holds(byte[] text) => seen.Span.IndexOf(text) >= 0 || printed.AsSpan().IndexOf(text) >= 0;
        return Contains.All(Holds) && !Lacks.Any(Holds);
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Contents(ConnectionOutcome connection) =>
        [.. connection.Answers.Select(answer => answer.Body), .. connection.Frames.Where(frame => frame.IsMessage).Select(frame => frame.Content)];
}

/// <summary>An expected outcome in words: its pattern and the bytes that it requires.</summary>
public static class ExpectedOutcomeText
{
    /// <summary>For example <c>200, body "Hello, Server!"</c>.</summary>
    public static LocalizedText Of(ExpectedOutcome expected)
    {
        LocalizedText[] parts =
        [
            new(expected.Pattern.ToString(), expected.Pattern.ToString()),
            .. expected.Body is { } body ? [body.Length == 0 ? new("empty body", "正文为空") : Quoted("body", "正文为", body)] : (LocalizedText[])[],
            .. expected.Contains.Select(bytes => Quoted("with", "含有", bytes)),
            .. expected.Lacks.Select(bytes => Quoted("without", "不含", bytes)),
        ];
        return new(string.Join(", ", parts.Select(part => part.En)), string.Join("，", parts.Select(part => part.Zh)));
    }

    private static LocalizedText Quoted(string en, string zh, byte[] bytes)
    {
        var text = VisibleLines.Text(bytes).Replace("\n", "", StringComparison.Ordinal);
        return new($"{en} \"{text}\"", $"{zh}“{text}”");
    }
}

/// <summary>
/// A pattern for outcomes, in the notation of a summary: <c>200 200 closed</c>, <c>400 BareLf</c>, <c>echo</c>, <c>silent</c>, <c>reset</c>,
/// <c>4xx</c>, <c>200×16</c>; behind a 101 to WebSocket its messages, control frames and close code, <c>101 text pong 1000</c>; several connections separated by <c>/</c> with blanks around it; <c>name=value</c> for a note (<c>alpn=http/1.1</c>). An end
/// (<c>open</c>, <c>closed</c>, <c>reset</c>) that is not named may be any. A server that ended is matched only by a pattern with <c>ended=yes</c>.
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
    public bool Matches(Outcome outcome) => Matches([.. outcome.Connections.Select(ConnectionPattern.Of)], outcome.Notes);

    /// <summary>Whether a recorded outcome (<see cref="Outcome.InFull"/>) matches.</summary>
    public bool Matches(OutcomePattern recorded) => Matches(recorded._connections, recorded._notes);

    /// <summary>Whether the pattern constrains a connection: the received data or the end.</summary>
    /// <param name="connection">The connection's index.</param>
    public bool Judges(int connection) =>
        connection < _connections.Count && _connections[connection] is not ({ Kind: OutcomeKind.Refused } or { Kind: OutcomeKind.Nothing, End: null });

    /// <summary>The pattern as it was written.</summary>
    public override string ToString() => _text;

    private bool Matches(List<ConnectionPattern> connections, IReadOnlyDictionary<string, string> notes) =>
        connections.Count == _connections.Count
        && _connections.Zip(connections).All(pair => pair.First.Matches(pair.Second))
        && _notes.All(note => notes.TryGetValue(note.Key, out var value) && value == note.Value)
        && notes.ContainsKey("ended") == _notes.ContainsKey("ended");

    private sealed record ConnectionPattern(OutcomeKind Kind, IReadOnlyList<string> Statuses, bool IsIncomplete, string? Reason, ConnectionEnd? End,
        IReadOnlyList<string> Frames)
    {
        public static ConnectionPattern Parse(IEnumerable<string> words)
        {
            var pattern = new ConnectionPattern(OutcomeKind.Nothing, [], false, null, null, []);
            foreach (var word in words)
                pattern = pattern.With(word);
            return pattern.Frames.Count == 0 || pattern.Statuses is [.., "101"] ? pattern : throw new FormatException(Texts.BadOutcome(pattern.Frames[0]).ToString());
        }

        public static ConnectionPattern Of(ConnectionOutcome seen) => new(
            seen.Kind, [.. seen.Answers.Select(answer => answer.Status.ToString(CultureInfo.InvariantCulture))],
            seen.Kind == OutcomeKind.Answers && !seen.IsComplete, seen.Reason, seen.End, [.. seen.Frames.Select(frame => frame.Word)]);

        public bool Matches(ConnectionPattern recorded) =>
            recorded.Kind == Kind
            && (End is null || recorded.End == End)
            && recorded.Statuses.Count == Statuses.Count
            && Statuses.Zip(recorded.Statuses).All(pair => IsStatus(pair.First, pair.Second))
            && IsIncomplete == recorded.IsIncomplete
            && Frames.SequenceEqual(recorded.Frames)
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
            "text" or "binary" or "ping" or "pong" or "close" or "malformed" => this with { Frames = [.. Frames, word] },
            [_, _, _, _] when word.All(char.IsAsciiDigit) => this with { Frames = [.. Frames, word] },
            [>= '1' and <= '5', (>= '0' and <= '9') or 'x', (>= '0' and <= '9') or 'x'] => this with { Kind = OutcomeKind.Answers, Statuses = [.. Statuses, word] },
            [_, _, _, '×', .. var times] when int.TryParse(times, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1000 =>
                Enumerable.Range(0, count).Aggregate(this, (pattern, _) => pattern.With(word[..3])),
            [>= 'A' and <= 'Z', ..] when Enum.TryParse<HandRolledHttp.Http1.RejectionReason>(word, out _) => this with { Reason = word },
            _ => throw new FormatException(Texts.BadOutcome(word).ToString()),
        };

        private static bool IsStatus(string pattern, string status) => pattern.Zip(status).All(pair => pair.First == 'x' || pair.First == pair.Second);
    }
}

/// <summary>The rejections of an experiment's bytes, with their place in this repository. HandRolledHttp's own parser finds them.</summary>
internal static class ExpectedRejections
{
    // Replaces the server's authority in the bytes. It only has to be well-formed.
    private static readonly IPEndPoint s_anyone = new(IPAddress.Loopback, 8081);

    private const int MostSends = 64;

    /// <summary>The rejections that the catalogue expects of HandRolledHttp: at most one for each connection.</summary>
    public static IEnumerable<MessageRejection> Of(Experiment experiment) => experiment.Over == Transport.Udp || !experiment.Expect.TryGetValue(Servers.ServerDefinitions.HandRolled.Id, out var expected)
        ? []
        : experiment.Steps.OfType<SendStep>().Where(send => send.Times <= MostSends)
            .GroupBy(send => send.On)
            .Select(sends => Dissector.Requests(Bytes(sends), experiment.Over == Transport.Tls).Refusal)
            .OfType<MessageRejection>()
            .Where(refusal => expected.Pattern.ToString().Contains(refusal.Reason, StringComparison.Ordinal))
            .DistinctBy(refusal => refusal.Reason);

    private static byte[] Bytes(IEnumerable<SendStep> sends) =>
        [.. sends.SelectMany(send => Enumerable.Repeat(EscapedBytes.Parse(Placeholders.Fill(send.Text, s_anyone)), send.Times)).SelectMany(bytes => bytes)];
}
