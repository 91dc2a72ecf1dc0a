namespace SideBySide.Capture;

/// <summary>Maps a relay's events to those of the page: directions instead of sides, and one end for each connection.</summary>
/// <param name="server">The server's id.</param>
internal sealed class LiveEventMapper(string server)
{
    private const int MaxCut = 4 * LiveCapture.MaxConnections;

    // The end of these connections was already reported; their Closed event is still to come.
    private readonly HashSet<long> _cut = [];

    /// <summary>The event, or null if it was reported before.</summary>
    /// <param name="happened">The relay's event.</param>
    /// <param name="at">The time in milliseconds.</param>
    public LiveEvent? Read(RelayEvent happened, double at)
    {
        var id = $"{server}-{happened.Connection}";
        var direction = happened.From == Side.Client ? Direction.In : Direction.Out;
        switch (happened.Kind)
        {
            case RelayEventKind.Opened: return new LiveOpened(id, at, server, happened.Detail ?? "");
            case RelayEventKind.Bytes: return new LiveBytes(id, at, direction, happened.Bytes);
            case RelayEventKind.Finished: return new LiveFinished(id, at, direction);
            case RelayEventKind.Reset: return Cut(happened.Connection, new LiveClosed(id, at, "reset", direction));
            case RelayEventKind.Unreachable: return Cut(happened.Connection, new LiveClosed(id, at, "unreachable", null));
            case RelayEventKind.Refused: return new LiveClosed(id, at, "refused", null);
            default: return _cut.Remove(happened.Connection) ? null : new LiveClosed(id, at, "closed", null);
        }
    }

    private LiveClosed Cut(long connection, LiveClosed end)
    {
        if (_cut.Count == MaxCut)
            _cut.Clear(); // only after the log has dropped their ends
        _ = _cut.Add(connection);
        return end;
    }
}
