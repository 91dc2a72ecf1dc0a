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
