using SideBySide.Http;

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

/// <summary>A message and the side that sent it.</summary>
/// <param name="From">Who sent it.</param>
/// <param name="Message">The message; offsets count from the first byte of that side.</param>
public sealed record SentMessage(Side From, Message Message);

/// <summary>A recorded connection taken apart.</summary>
/// <param name="Number">Its number in the recording.</param>
/// <param name="Messages">The messages of both sides, in the order in which they became whole.</param>
public sealed record DissectedConnection(long Number, IReadOnlyList<SentMessage> Messages)
{
    /// <summary>Whether a message breaks a rule.</summary>
    public bool HasRefusal => Messages.Any(sent => sent.Message.Refusal is not null);

    /// <summary>Takes a connection apart.</summary>
    public static DissectedConnection Of(RecordedConnection recorded)
    {
        var ended = recorded.Ending == CloseKind.Finished;
        var (client, server) = Dissector.Connection(recorded.BytesOf(Side.Client), recorded.BytesOf(Side.Server), ended);
        var placed = Placed(recorded, Side.Client, client).Concat(Placed(recorded, Side.Server, server)).OrderBy(one => one.Place);
        return new DissectedConnection(recorded.Number, [.. placed.Select(one => one.Sent)]);
    }

    // The place of a message is the event with its last byte.
    private static IEnumerable<(int Place, SentMessage Sent)> Placed(RecordedConnection recorded, Side side, Dissection dissection)
    {
        var place = -1;
        var arrived = 0;
        foreach (var message in dissection.Messages)
        {
            while (arrived < message.Offset + message.Length)
            {
                var happened = recorded.Events[++place];
                arrived += happened.From == side && happened.Kind == RelayEventKind.Bytes ? happened.Bytes.Length : 0;
            }

            yield return (place, new SentMessage(side, message));
        }
    }
}
