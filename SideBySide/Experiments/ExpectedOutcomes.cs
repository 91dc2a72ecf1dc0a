using SideBySide.Wire;

namespace SideBySide.Experiments;

/// <summary>An outcome that is expected, or that would be correct.</summary>
/// <param name="Pattern">What each connection shows.</param>
/// <param name="Body">The exact content of the last response, or of the last message of a WebSocket; null for any.</param>
/// <param name="Contains">Bytes that are among what was received or printed.</param>
/// <param name="Lacks">Bytes that are not.</param>
public sealed record ExpectedOutcomes(OutcomePattern Pattern, byte[]? Body, IReadOnlyList<byte[]> Contains, IReadOnlyList<byte[]> Lacks)
{
    /// <summary>Whether the outcome is this one.</summary>
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
