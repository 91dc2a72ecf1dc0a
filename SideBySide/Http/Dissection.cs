using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Http;

/// <summary>A byte-by-byte explanation: every byte belongs to exactly one span of exactly one message.</summary>
/// <param name="Kind"><c>requests</c> or <c>responses</c>.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="Messages">The messages, without gaps.</param>
public sealed record Dissection(string Kind, int Length, IReadOnlyList<Message> Messages)
{
    /// <summary>The first rejection, or null. Bytes after it are not interpreted.</summary>
    public MessageRejection? Refusal => Messages.FirstOrDefault(message => message.Refusal is not null)?.Refusal;
}

/// <summary>One message, or the rest after the last one.</summary>
/// <param name="Kind">
/// <c>request</c>, <c>response</c>, <c>frame</c> after a WebSocket handshake, or <c>rest</c> for bytes that are not interpreted.
/// </param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">Its number of bytes, including those that were not interpreted.</param>
/// <param name="IsComplete">Whether the message is complete.</param>
/// <param name="Spans">Its bytes, in order, without gaps.</param>
/// <param name="Request">The parsed request, once its head is complete and valid.</param>
/// <param name="Response">The parsed response, once its status line is complete and valid.</param>
/// <param name="Refusal">The broken rule.</param>
/// <param name="Missing">The missing part of a message that is neither complete nor rejected.</param>
/// <param name="Notes">Violations that do not prevent parsing; null for none.</param>
/// <param name="Frame">The parsed frame, once its head is complete and valid.</param>
public sealed record Message(string Kind, int Offset, int Length, bool IsComplete, IReadOnlyList<LabelledSpan> Spans,
    RequestSummary? Request = null, ResponseSummary? Response = null, MessageRejection? Refusal = null,
    LocalizedText? Missing = null, IReadOnlyList<LocalizedText>? Notes = null, FrameSummary? Frame = null);

/// <summary>Some bytes and their grammar rule.</summary>
/// <param name="Offset">The first byte, counted from the first of the stream.</param>
/// <param name="Length">1 or more.</param>
/// <param name="Rule">The rule's name in the grammar, or a word in parentheses for bytes without a rule.</param>
/// <param name="Section">The section with the rule.</param>
/// <param name="Abnf">The rule.</param>
/// <param name="Source">The line of this repository that enforces it, as <c>path:line</c>; empty for none.</param>
/// <param name="Text">The bytes as visible text, truncated.</param>
/// <param name="Explanation">Their purpose.</param>
/// <param name="Meaning">Their decoded, counted or named value as visible text, if it differs from the text.</param>
/// <param name="IsOffence">Whether the message was rejected at these bytes.</param>
public sealed record LabelledSpan(int Offset, int Length, string Rule, string Section, string Abnf, string Source, string Text,
    LocalizedText Explanation, string? Meaning = null, bool IsOffence = false);

/// <summary>The rule that a message breaks, with a valid example.</summary>
/// <param name="Reason">The name of the reason, which never changes.</param>
/// <param name="Offset">The first offending byte, counted from the first byte of the stream.</param>
/// <param name="Length">The number of offending bytes; 0 if something is missing there.</param>
/// <param name="Status">
/// The status code of a server's response, or the close code for a frame; null if the broken message is itself a response.
/// </param>
/// <param name="Section">The section with the rule.</param>
/// <param name="Sentence">The rule in one sentence.</param>
/// <param name="Example">A valid message.</param>
/// <param name="Sources">The lines of this repository that reject for this reason, as <c>path:line</c>.</param>
public sealed record MessageRejection(string Reason, int Offset, int Length, int? Status, string Section, LocalizedText Sentence,
    string Example, IReadOnlyList<string> Sources);

/// <summary>A name and its value: a field, or a parameter of a query.</summary>
/// <param name="Name">As sent.</param>
/// <param name="Value">Without surrounding white space; decoded for a parameter.</param>
public sealed record NamedValue(string Name, string Value);

/// <summary>A request as the server parses it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The target as sent.</param>
/// <param name="TargetForm"><c>origin</c>, <c>absolute</c>, <c>authority</c> or <c>asterisk</c>.</param>
/// <param name="Path">The path as routes see it, decoded once; null for none.</param>
/// <param name="Query">The query as sent; null for none.</param>
/// <param name="Parameters">The query as name and value pairs, decoded.</param>
/// <param name="Authority">The requested host and port.</param>
/// <param name="Version">For example <c>HTTP/1.1</c>.</param>
/// <param name="Fields">The fields in order.</param>
/// <param name="Trailers">The fields after a chunked body.</param>
/// <param name="Framing">The framing of the body: <c>none</c>, <c>content-length</c>, <c>chunked</c>.</param>
/// <param name="BodyLength">Bytes of content that arrived.</param>
/// <param name="Body">The content as text; null if it is empty, long or not UTF-8.</param>
/// <param name="IsPersistent">Whether the connection persists after it.</param>
/// <param name="ExpectsContinue">Whether the client waits for 100 (Continue) before it sends the body.</param>
/// <param name="Upgrade"><c>websocket</c> for a WebSocket's handshake; otherwise null.</param>
public sealed record RequestSummary(
    string Method, string Target, string TargetForm, string? Path, string? Query, IReadOnlyList<NamedValue> Parameters, string? Authority,
    string Version, IReadOnlyList<NamedValue> Fields, IReadOnlyList<NamedValue> Trailers, string Framing, long BodyLength, string? Body,
    bool IsPersistent, bool ExpectsContinue, string? Upgrade = null);

/// <summary>A response as a client parses it.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Reason">The reason phrase.</param>
/// <param name="Version">For example <c>HTTP/1.1</c>.</param>
/// <param name="Fields">The fields in order.</param>
/// <param name="Trailers">The fields after a chunked body.</param>
/// <param name="Framing">As in <see cref="ParsedResponse.Framing"/>.</param>
/// <param name="BodyLength">Bytes of content that arrived.</param>
/// <param name="Body">The content as text; null if it is empty, long or not UTF-8.</param>
/// <param name="IsPersistent">Whether the connection persists after it.</param>
/// <param name="Upgrade"><c>websocket</c> if frames follow; otherwise null.</param>
public sealed record ResponseSummary(
    int Status, string Reason, string Version, IReadOnlyList<NamedValue> Fields, IReadOnlyList<NamedValue> Trailers,
    string Framing, long BodyLength, string? Body, bool IsPersistent, string? Upgrade = null);

/// <summary>What a frame of a WebSocket says (RFC 6455 §5.2).</summary>
/// <param name="Opcode"><c>continuation</c>, <c>text</c>, <c>binary</c>, <c>close</c>, <c>ping</c> or <c>pong</c>.</param>
/// <param name="IsFinal">FIN: its message ends with it.</param>
/// <param name="IsMasked">Whether the payload was masked.</param>
/// <param name="PayloadLength">Bytes of payload that arrived.</param>
/// <param name="Payload">The payload without its mask, for a close frame the reason; visible text, cut when it is long.</param>
/// <param name="CloseCode">Why a close frame closes; null when it does not say, and for other frames.</param>
public sealed record FrameSummary(string Opcode, bool IsFinal, bool IsMasked, long PayloadLength, string Payload, int? CloseCode = null);

/// <summary>The bytes of one direction: message content and protocol overhead.</summary>
/// <param name="Bytes">All bytes, above TCP and TLS.</param>
/// <param name="Content">
/// The content of requests or responses, without chunk sizes (RFC 9110 §6.4), or the payload of frames; without a protocol, all bytes.
/// </param>
/// <param name="Unparsed">The bytes outside of HTTP messages: after a rejection, or not HTTP at all.</param>
public sealed record ByteBreakdown(int Bytes, int Content, int Unparsed)
{
    /// <summary>The rest: first lines, fields, line ends, chunk sizes, heads of frames.</summary>
    public int Protocol => Bytes - Content - Unparsed;

    internal static ByteBreakdown Raw(ReadOnlyMemory<byte> bytes) => new(bytes.Length, bytes.Length, 0);

    internal static ByteBreakdown Http(Dissection dissection) => new(
        dissection.Length,
        (int)dissection.Messages.Sum(message => message.Request?.BodyLength ?? message.Response?.BodyLength ?? message.Frame?.PayloadLength ?? 0),
        dissection.Messages.SelectMany(message => message.Spans).Where(span => span.Rule.StartsWith('(')).Sum(span => span.Length));

    /// <summary>The sum of two connections.</summary>
    public static ByteBreakdown operator +(ByteBreakdown left, ByteBreakdown right) => new(left.Bytes + right.Bytes, left.Content + right.Content, left.Unparsed + right.Unparsed);
}

/// <summary>The bytes of both directions.</summary>
/// <param name="Sent">By the client.</param>
/// <param name="Received">By the client.</param>
public sealed record ExchangeBreakdown(ByteBreakdown Sent, ByteBreakdown Received)
{
    private static readonly ExchangeBreakdown s_nothing = new(new ByteBreakdown(0, 0, 0), new ByteBreakdown(0, 0, 0));

    /// <summary>Counts the bytes of a recording.</summary>
    /// <param name="events">The events of all connections.</param>
    /// <param name="isHttp">Whether the server implements HTTP; otherwise all bytes are content.</param>
    public static ExchangeBreakdown Of(IEnumerable<WireEvent> events, bool isHttp) => events
        .GroupBy(happened => happened.Connection)
        .Select(connection => Of(new Recording([.. connection]), isHttp))
        .Aggregate(s_nothing, (sum, one) => new(sum.Sent + one.Sent, sum.Received + one.Received));

    private static ExchangeBreakdown Of(Recording seen, bool isHttp)
    {
        if (!isHttp)
            return new(ByteBreakdown.Raw(seen.Sent), ByteBreakdown.Raw(seen.Received));
        var (requests, responses) = Dissector.Connection(seen.Sent, seen.Received, seen.Events.Any(happened => happened.Kind == WireEventKind.Ended));
        return new(ByteBreakdown.Http(requests), ByteBreakdown.Http(responses));
    }
}
