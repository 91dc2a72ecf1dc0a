namespace SideBySide.Http;

/// <summary>After which request a connection became a WebSocket.</summary>
/// <param name="Request">Counts the requests from 0; <see cref="Never"/> when the server has declined.</param>
/// <param name="MayBeExtended">Whether extensions were accepted, or, while that is unknown, offered.</param>
internal sealed record ProtocolSwitch(int Request, bool MayBeExtended)
{
    /// <summary>No request.</summary>
    public const int Never = -1;

    /// <summary>Guesses from the client's bytes alone; null when they are no frames.</summary>
    /// <param name="message">The last request.</param>
    /// <param name="number">Its number.</param>
    /// <param name="next">At least one byte behind it.</param>
    public static ProtocolSwitch? Guess(Message message, int number, ReadOnlySpan<byte> next) =>
        message is { IsComplete: true, Request: { Upgrade: not null } request } && !HandshakeReading.BeginsLikeRequest(next)
            ? new ProtocolSwitch(number, HandshakeReading.NamesExtensions(request.Fields))
            : null;

    /// <summary>Reads from what the server sent; null when it has not responded to the last request yet.</summary>
    /// <param name="responses">The responses in order.</param>
    /// <param name="requests">How many requests there are.</param>
    public static ProtocolSwitch? In(IReadOnlyList<Message> responses, int requests)
    {
        var finals = 0;
        foreach (var response in responses.Select(message => message.Response).OfType<ResponseSummary>())
        {
            if (response.Upgrade is not null)
                return new ProtocolSwitch(finals, HandshakeReading.NamesExtensions(response.Fields));
            finals += response.Status >= 200 ? 1 : 0;
        }

        return finals < requests ? null : new ProtocolSwitch(Never, MayBeExtended: false);
    }
}
