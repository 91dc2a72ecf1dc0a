namespace SideBySide.Wire;

/// <summary>Everything that happened on one connection, in order. Observed, never made up.</summary>
/// <param name="Events">From the connect to the end.</param>
public sealed record Recording(IReadOnlyList<WireEvent> Events)
{
    /// <summary>All bytes that were sent.</summary>
    public ReadOnlyMemory<byte> Sent { get; } = Join(Events, WireEventKind.Sent);

    /// <summary>All bytes that came back, however many receives they took.</summary>
    public ReadOnlyMemory<byte> Received { get; } = Join(Events, WireEventKind.Received);

    /// <summary>How it ended: <see cref="WireEventKind.Ended"/>, <see cref="WireEventKind.Broke"/> or <see cref="WireEventKind.GaveUp"/>.</summary>
    public WireEvent Last => Events[^1];

    private static ReadOnlyMemory<byte> Join(IReadOnlyList<WireEvent> events, WireEventKind kind)
    {
        var parts = events.Where(e => e.Kind == kind).Select(e => e.Bytes).ToArray();
        var all = new byte[parts.Sum(p => p.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(all.AsMemory(at));
            at += part.Length;
        }

        return all;
    }
}
