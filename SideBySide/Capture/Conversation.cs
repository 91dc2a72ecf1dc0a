namespace SideBySide.Capture;

/// <summary>A recording of the traffic between clients and a server.</summary>
/// <param name="To">The server's name as given.</param>
/// <param name="Events">All events, in order.</param>
/// <param name="Dropped">The number of missing events.</param>
public sealed record Conversation(string To, IReadOnlyList<RelayEvent> Events, long Dropped)
{
    /// <summary>The connections, in the order in which they were opened.</summary>
    public IEnumerable<RecordedConnection> Connections => Events.GroupBy(e => e.Connection).Select(group => new RecordedConnection(group.Key, [.. group]));
}

/// <summary>One connection of a conversation.</summary>
/// <param name="Number">Its number in the recording.</param>
/// <param name="Events">Its events, in order.</param>
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
    /// <summary>Not at all: the connection is still open.</summary>
    Open,

    /// <summary>In order (FIN).</summary>
    Finished,

    /// <summary>By a reset (RST).</summary>
    Reset,

    /// <summary>The server was not reachable.</summary>
    Unreachable,
}
