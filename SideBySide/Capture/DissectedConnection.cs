using SideBySide.Http;

namespace SideBySide.Capture;

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
