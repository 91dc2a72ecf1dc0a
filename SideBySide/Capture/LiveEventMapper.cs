namespace SideBySide.Capture;

/// <summary>Tells what stands on a relay's tape in the words of the page: which way instead of who, and one end for each connection.</summary>
/// <param name="server">The server's id.</param>
internal sealed class LiveEventMapper(string server)
{
    private const int MaxCut = 4 * LiveCapture.MaxConnections;

    // How these connections ended was told already; their place on the tape is still to come.
    private readonly HashSet<long> _cut = [];

    /// <summary>The event, or null when it was told before.</summary>
    /// <param name="happened">What stands on the tape.</param>
    /// <param name="at">When, in milliseconds.</param>
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
            _cut.Clear(); // only where the tape lost their ends
        _ = _cut.Add(connection);
        return end;
    }
}
