using System.Text;
using HandRolledHttp.Http1;

namespace SideBySide.Http;

/// <summary>
/// Explains a stream of HTTP bytes, and of WebSocket frames after a handshake: the rule of each byte. The server's own parser reads
/// requests and frames, so that the result shows exactly the server's interpretation.
/// </summary>
public static class Dissector
{
    /// <summary>Reads the bytes as responses if they begin like one, otherwise as requests.</summary>
    public static Dissection Read(ReadOnlyMemory<byte> stream)
    {
        var empty = stream.Span.IndexOfAnyExcept(Grammar.CR, Grammar.LF);
        if (empty < 0 || !IsMeantAsResponse(stream.Span[empty..]))
            return Requests(stream);
        if (empty == 0)
            return Responses(stream);
        var lines = new SpanWriter(stream[..empty], 0);
        lines.To(empty, GrammarRule.EmptyLineBeforeResponse);
        return new Dissection(
            "responses",
            stream.Length,
            [new Message("rest", 0, empty, IsComplete: true, lines.Spans), .. Responses(stream, null, ended: false, empty).Messages]);
    }

    // A lower-case status line and SHOUTcast's are invalid, but they are not requests.
    private static bool IsMeantAsResponse(ReadOnlySpan<byte> stream) =>
        stream.Length >= 5 && (Ascii.EqualsIgnoreCase(stream[..5], "HTTP/"u8) || stream.StartsWith("ICY "u8));

    /// <summary>The requests that a client sent on one connection.</summary>
    /// <param name="stream">All bytes so far.</param>
    /// <param name="secure">Whether they came over TLS.</param>
    public static Dissection Requests(ReadOnlyMemory<byte> stream, bool secure = false) => Requests(stream, new Limits(), secure);

    /// <summary>The requests that a client sent to a server with these limits.</summary>
    /// <param name="stream">The bytes that have arrived.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="secure">Whether they came through TLS.</param>
    /// <param name="switched">The server's response to a handshake, if it is known; otherwise the bytes after it decide.</param>
    internal static Dissection Requests(ReadOnlyMemory<byte> stream, Limits limits, bool secure = false, ProtocolSwitch? switched = null)
    {
        var messages = new List<Message>();
        var at = 0;
        for (var goesOn = true; goesOn && at < stream.Length;)
        {
            var message = RequestDissector.Read(stream[at..], at, limits, secure);
            messages.Add(message);
            at += message.Length;
            goesOn = message is { IsComplete: true, Request.IsPersistent: true };
            var begun = at < stream.Length ? switched ?? ProtocolSwitch.Guess(message, messages.Count - 1, stream.Span[at..]) : null;
            if (begun?.Request != messages.Count - 1)
                continue;
            AddFrames(messages, stream, at, new FrameDissector(fromServer: false, begun.MayBeExtended));
            at = stream.Length;
        }

        if (at < stream.Length)
            messages.Add(FrameDissector.Rest(stream[at..], at, GrammarRule.AfterClose));
        return new Dissection("requests", stream.Length, messages);
    }

    /// <summary>The responses that a server sent on one connection.</summary>
    /// <param name="stream">All bytes so far.</param>
    /// <param name="methods">The methods of the requests in order, if known: a response to HEAD has no content.</param>
    /// <param name="ended">Whether the server has finished sending.</param>
    public static Dissection Responses(ReadOnlyMemory<byte> stream, IReadOnlyList<string>? methods = null, bool ended = false) =>
        Responses(stream, methods, ended, start: 0);

    private static Dissection Responses(ReadOnlyMemory<byte> stream, IReadOnlyList<string>? methods, bool ended, int start)
    {
        var messages = new List<Message>();
        foreach (var reading in ResponseParser.ReadAll(stream, start, methods, ended))
        {
            var message = ResponseDissector.Describe(stream, reading);
            messages.Add(message);
            var at = message.Offset + message.Length;
            if (reading.Framing != ResponseEnd.Tunnel || at == stream.Length)
                continue;
            if (message.Response?.Upgrade is null)
                messages.Add(FrameDissector.Rest(stream[at..], at, GrammarRule.OtherProtocol));
            else
                AddFrames(messages, stream, at, new FrameDissector(fromServer: true, HandshakeReading.NamesExtensions(message.Response.Fields)));
        }

        return new Dissection("responses", stream.Length, messages);
    }

    /// <summary>Both directions of one connection.</summary>
    /// <param name="sent">What the client sent.</param>
    /// <param name="received">What the server sent.</param>
    /// <param name="ended">Whether the server has finished sending.</param>
    public static (Dissection Requests, Dissection Responses) Connection(
        ReadOnlyMemory<byte> sent, ReadOnlyMemory<byte> received, bool ended)
    {
        var requests = Requests(sent);
        var methods = requests.Messages.Select(message => message.Request?.Method).OfType<string>().ToArray();
        var responses = Responses(received, methods, ended);
        var switched = ProtocolSwitch.In(responses.Messages, methods.Length);
        return (switched is null ? requests : Requests(sent, new Limits(), switched: switched), responses);
    }

    private static void AddFrames(List<Message> messages, ReadOnlyMemory<byte> stream, int at, FrameDissector frames)
    {
        for (; at < stream.Length; at += messages[^1].Length)
            messages.Add(frames.Read(stream[at..], at));
    }
}
