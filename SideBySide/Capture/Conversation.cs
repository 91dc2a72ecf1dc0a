namespace SideBySide.Capture;

/// <summary>What was recorded between clients and a server.</summary>
/// <param name="To">The server, as it was named.</param>
/// <param name="Events">Everything, in order.</param>
/// <param name="Dropped">How many events are missing.</param>
public sealed record Conversation(string To, IReadOnlyList<RelayEvent> Events, long Dropped)
{
    /// <summary>The connections, in the order in which they were opened.</summary>
    public IEnumerable<RecordedConnection> Connections => Events.GroupBy(e => e.Connection).Select(group => new RecordedConnection(group.Key, [.. group]));
}

/// <summary>One connection of a conversation.</summary>
/// <param name="Number">Its number in the recording.</param>
/// <param name="Events">What happened on it, in order.</param>
public sealed record RecordedConnection(long Number, IReadOnlyList<RelayEvent> Events)
{
    /// <summary>All bytes of one side.</summary>
    public byte[] BytesOf(Side side) => [.. Events.Where(e => e.From == side && e.Kind == RelayEventKind.Bytes).SelectMany(e => e.Bytes.ToArray())];

    /// <summary>How the server ended it.</summary>
    public CloseKind Ending => Events.Any(e => e is { From: Side.Server, Kind: RelayEventKind.Reset }) ? CloseKind.Reset
        : Events.Any(e => e is { From: Side.Server, Kind: RelayEventKind.Finished }) ? CloseKind.Finished
        : Events.Any(e => e.Kind == RelayEventKind.Unreachable) ? CloseKind.Unreachable
        : CloseKind.Open;
}

/// <summary>How a server ended a connection.</summary>
public enum CloseKind
{
    /// <summary>It did not: it was waiting for more.</summary>
    Open,

    /// <summary>In order (FIN).</summary>
    Finished,

    /// <summary>By a reset (RST).</summary>
    Reset,

    /// <summary>It could not be reached.</summary>
    Unreachable,
}
