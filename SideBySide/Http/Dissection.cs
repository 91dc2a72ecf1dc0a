using SideBySide.Language;

namespace SideBySide.Http;

/// <summary>Bytes taken apart: every byte belongs to exactly one span of exactly one message.</summary>
/// <param name="Kind"><c>requests</c> or <c>responses</c>.</param>
/// <param name="Length">How many bytes there are.</param>
/// <param name="Messages">The messages, without gaps.</param>
public sealed record Dissection(string Kind, int Length, IReadOnlyList<Message> Messages)
{
    /// <summary>The first refusal, if there is one: nothing behind it is interpreted.</summary>
    public MessageRejection? Refusal => Messages.FirstOrDefault(message => message.Refusal is not null)?.Refusal;
}

/// <summary>One message, or what is left behind the last one.</summary>
/// <param name="Kind"><c>request</c>, <c>response</c>, <c>frame</c> behind a WebSocket's handshake, or <c>rest</c> for bytes that nobody interprets.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">How many bytes it takes, with those that were not interpreted.</param>
/// <param name="IsComplete">Whether it ended as it should.</param>
/// <param name="Spans">Its bytes, in order, without gaps.</param>
/// <param name="Request">What was understood, once the head of a request is whole and right.</param>
/// <param name="Response">What was understood, once the status line of a response is whole and right.</param>
/// <param name="Refusal">Which rule it breaks.</param>
/// <param name="Missing">What has not come yet, when it is neither complete nor refused.</param>
/// <param name="Notes">What it should not contain, although it can be read; null for nothing.</param>
/// <param name="Frame">What was understood, once the head of a frame is whole and the frame is right.</param>
public sealed record Message(string Kind, int Offset, int Length, bool IsComplete, IReadOnlyList<LabelledSpan> Spans,
    RequestSummary? Request = null, ResponseSummary? Response = null, MessageRejection? Refusal = null, LocalizedText? Missing = null, IReadOnlyList<LocalizedText>? Notes = null,
    FrameSummary? Frame = null);

/// <summary>Some bytes and the rule that they belong to.</summary>
/// <param name="Offset">The first byte, counted from the first of the stream.</param>
/// <param name="Length">1 or more.</param>
/// <param name="Rule">The rule's name in the grammar, or a word in parentheses for bytes without one.</param>
/// <param name="Section">The section that has the rule.</param>
/// <param name="Abnf">The rule.</param>
/// <param name="Source">File and line of this repository that enforce it, as <c>path:line</c>; empty where none does.</param>
/// <param name="Text">The bytes as visible text, cut when they are many.</param>
/// <param name="Explanation">What they are for.</param>
/// <param name="Meaning">Their value when it is not what they look like: decoded, counted, named; as visible text.</param>
/// <param name="IsOffence">True for the bytes at which the message was refused.</param>
public sealed record LabelledSpan(int Offset, int Length, string Rule, string Section, string Abnf, string Source, string Text,
    LocalizedText Explanation, string? Meaning = null, bool IsOffence = false);

/// <summary>Which rule a message breaks, and how to keep it.</summary>
/// <param name="Reason">The name of the reason, which never changes.</param>
/// <param name="Offset">Where the offence begins, counted from the first byte of the stream.</param>
/// <param name="Length">How many bytes it takes; 0 when something is missing there.</param>
/// <param name="Status">What the other end answers: a status code, or the close code for a frame; null for a broken response, which nobody answers.</param>
/// <param name="Section">The section that has the rule.</param>
/// <param name="Sentence">The rule in one sentence.</param>
/// <param name="Example">A message that keeps it.</param>
/// <param name="Sources">Files and lines of this repository that refuse for this reason, as <c>path:line</c>.</param>
public sealed record MessageRejection(string Reason, int Offset, int Length, int? Status, string Section, LocalizedText Sentence, string Example,
    IReadOnlyList<string> Sources);

/// <summary>A name and its value: a field, or a parameter of a query.</summary>
/// <param name="Name">As sent.</param>
/// <param name="Value">Without the white space around it; decoded for a parameter.</param>
public sealed record NamedValue(string Name, string Value);

/// <summary>What the server understood of a request.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The target as sent.</param>
/// <param name="TargetForm"><c>origin</c>, <c>absolute</c>, <c>authority</c> or <c>asterisk</c>.</param>
/// <param name="Path">The path as routes see it, decoded once; null when there is none.</param>
/// <param name="Query">The query as sent; null when there is none.</param>
/// <param name="Parameters">The query as name and value pairs, decoded.</param>
/// <param name="Authority">Host and port that the request is for.</param>
/// <param name="Version">For example <c>HTTP/1.1</c>.</param>
/// <param name="Fields">The fields in order.</param>
/// <param name="Trailers">The fields behind a chunked body.</param>
/// <param name="Framing">How the body's end is found: <c>none</c>, <c>content-length</c>, <c>chunked</c>.</param>
/// <param name="BodyLength">Bytes of content that arrived.</param>
/// <param name="Body">The content as text; null when there is none, when it is not UTF-8, or when it is long.</param>
/// <param name="IsPersistent">Whether the connection goes on after it.</param>
/// <param name="ExpectsContinue">Whether the client waits for 100 (Continue) before it sends the body.</param>
/// <param name="Upgrade"><c>websocket</c> for a WebSocket's handshake; otherwise null.</param>
public sealed record RequestSummary(string Method, string Target, string TargetForm, string? Path, string? Query, IReadOnlyList<NamedValue> Parameters,
    string? Authority, string Version, IReadOnlyList<NamedValue> Fields, IReadOnlyList<NamedValue> Trailers, string Framing, long BodyLength, string? Body,
    bool IsPersistent, bool ExpectsContinue, string? Upgrade = null);

/// <summary>What a client understands of a response.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Reason">The reason phrase.</param>
/// <param name="Version">For example <c>HTTP/1.1</c>.</param>
/// <param name="Fields">The fields in order.</param>
/// <param name="Trailers">The fields behind a chunked body.</param>
/// <param name="Framing">As in <see cref="ParsedResponse.Framing"/>.</param>
/// <param name="BodyLength">Bytes of content that arrived.</param>
/// <param name="Body">The content as text; null when there is none, when it is not UTF-8, or when it is long.</param>
/// <param name="IsPersistent">Whether the connection goes on after it.</param>
/// <param name="Upgrade"><c>websocket</c> when frames follow; otherwise null.</param>
public sealed record ResponseSummary(int Status, string Reason, string Version, IReadOnlyList<NamedValue> Fields, IReadOnlyList<NamedValue> Trailers,
    string Framing, long BodyLength, string? Body, bool IsPersistent, string? Upgrade = null);

/// <summary>What a frame of a WebSocket says (RFC 6455 §5.2).</summary>
/// <param name="Opcode"><c>continuation</c>, <c>text</c>, <c>binary</c>, <c>close</c>, <c>ping</c> or <c>pong</c>.</param>
/// <param name="IsFinal">FIN: its message ends with it.</param>
/// <param name="IsMasked">Whether the payload was masked.</param>
/// <param name="PayloadLength">Bytes of payload that arrived.</param>
/// <param name="Payload">The payload without its mask, for a close frame the reason; visible text, cut when it is long.</param>
/// <param name="CloseCode">Why a close frame closes; null when it does not say, and for other frames.</param>
public sealed record FrameSummary(string Opcode, bool IsFinal, bool IsMasked, long PayloadLength, string Payload, int? CloseCode = null);
