using HandRolledHttp.Http1;
using HandRolledHttp.WebSocket;
using SideBySide.Language;

namespace SideBySide.Http;

/// <summary>Whether a message is a part of a WebSocket's opening handshake (RFC 6455 §4), and how HandRolledHttp judges it.</summary>
internal static class HandshakeReading
{
    /// <summary>What <see cref="RequestSummary.Upgrade"/> and <see cref="ResponseSummary.Upgrade"/> say.</summary>
    public const string WebSocket = "websocket";

    /// <summary>Of a request whose head is whole.</summary>
    /// <returns>Whether frames may follow, and the rule that it breaks as a handshake, when it asks for a WebSocket in vain.</returns>
    public static (bool IsHandshake, LocalizedText? Note) Of(ReadOnlySpan<byte> message, RequestHead head, bool secure)
    {
        if (!Lists(HttpText.Fields(message, head.Fields), "Upgrade", WebSocket))
            return (false, null);
        var result = Handshake.Judge(message, head, secure, []);
        if (!result.IsRejected)
            return (true, null);
        var rejection = RejectionText.For(result.Reason);
        // A foreign origin is allowed by name, which is a matter of the server's options.
        return (result.Reason == RejectionReason.OriginForeign, new(
            $"HandRolledHttp rejects this handshake: {rejection.Status} {result.Reason}. {rejection.English} ({rejection.Section})",
            $"HandRolledHttp 会拒绝这次握手：{rejection.Status} {result.Reason}。{rejection.Chinese}（{rejection.Section}）"));
    }

    /// <summary>Whether a response switches to WebSocket.</summary>
    public static bool IsSwitch(int status, IReadOnlyList<NamedValue> fields) => status == 101 && Lists(fields, "Upgrade", WebSocket);

    /// <summary>Whether a head offers extensions, or accepts them.</summary>
    public static bool NamesExtensions(IReadOnlyList<NamedValue> fields) => fields.Any(field => IsNamed(field, "Sec-WebSocket-Extensions"));

    /// <summary>Whether bytes behind a handshake are a request after all: a method begins with a letter, a frame with its opcode.</summary>
    public static bool BeginsLikeRequest(ReadOnlySpan<byte> bytes) =>
        bytes[0] is Grammar.CR or Grammar.LF || Grammar.TChar.Contains(bytes[0]);

    private static bool Lists(IReadOnlyList<NamedValue> fields, string name, string token) => fields
        .Where(field => IsNamed(field, name))
        .SelectMany(field => field.Value.Split(',', StringSplitOptions.TrimEntries))
        .Contains(token, StringComparer.OrdinalIgnoreCase);

    private static bool IsNamed(NamedValue field, string name) => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}

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
