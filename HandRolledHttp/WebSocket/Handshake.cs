using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using HandRolledHttp.Http1;

namespace HandRolledHttp.WebSocket;

/// <summary>
/// The client's opening handshake (RFC 6455 §4.2.1) and the server's (§4.2.2):
/// <code>
/// GET /chat HTTP/1.1                                 HTTP/1.1 101 Switching Protocols
/// Host: server.example.com                           Upgrade: websocket
/// Upgrade: websocket                                 Connection: Upgrade
/// Connection: Upgrade                                Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
/// Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
/// Sec-WebSocket-Version: 13
/// Origin: http://server.example.com
/// </code>
/// The parser of the head has already checked Host (§4.2.1, item 2). No extension is accepted, not even permessage-deflate.
/// </summary>
internal static class Handshake
{
    /// <summary>16 bytes in base64: 22 digits, then padding.</summary>
    private const int KeyDigits = 22;

    private static readonly SearchValues<byte> s_base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    /// <summary>Checks a request's head.</summary>
    /// <param name="message">The message that the head was parsed from.</param>
    /// <param name="head">A complete head.</param>
    /// <param name="isSecure">Whether the client used TLS.</param>
    /// <param name="allowed">Foreign origins that may connect.</param>
    public static ParseResult Judge(ReadOnlySpan<byte> message, RequestHead head, bool isSecure, IReadOnlyCollection<Origin> allowed)
    {
        // RFC 6455 §4.2.1, items 1, 3 and 4: a GET of HTTP/1.1 or higher that asks for websocket. Otherwise it is a plain request, and this
        // resource has no plain response.
        if (!head.MethodRange.Of(message).SequenceEqual("GET"u8) || head.MinorVersion == 0
            || !Lists(message, head, "Upgrade"u8, "websocket"u8) || !Lists(message, head, "Connection"u8, "upgrade"u8))
            return ParseResult.Rejected(RejectionReason.UpgradeRequired, head.Length - 2, 0);

        var result = JudgeVersion(message, head);
        if (!result.IsRejected)
            result = JudgeKey(message, head);
        if (!result.IsRejected)
            result = JudgeOrigin(message, head, isSecure, allowed);
        if (!result.IsRejected)
            result = JudgeProtocols(message, head);
        if (!result.IsRejected)
            result = JudgeExtensions(message, head);

        // One parser reads the bytes after the head as frames, another as a body. The end of a request must be unambiguous.
        if (!result.IsRejected && (head.BodyKind == BodyKind.Chunked || head.ContentLength > 0))
            return ParseResult.Rejected(RejectionReason.WebSocketBody, head.Length, 0);
        return result.IsRejected ? result : ParseResult.Complete(head.Length);
    }

    /// <summary>
    /// Sec-WebSocket-Accept (§4.2.2, item 5.4): proves that the server read the handshake and speaks WebSocket.
    /// </summary>
    public static string Accept(ReadOnlySpan<byte> message, RequestHead head)
    {
        var at = 0;
        _ = TryFind(message, head, "Sec-WebSocket-Key"u8, ref at, out var key);
#pragma warning disable CA5350 // the RFC requires SHA-1; no secret depends on it
        var digest = SHA1.HashData([.. key.Of(message), .. "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8]);
#pragma warning restore CA5350
        return Convert.ToBase64String(digest);
    }

    /// <summary>The first subprotocol of the client's list that the server supports (§4.2.2, item 5.5); null if there is none.</summary>
    public static string? ChooseProtocol(ReadOnlySpan<byte> message, RequestHead head, IReadOnlyCollection<string> supported)
    {
        for (var at = 0; TryFind(message, head, "Sec-WebSocket-Protocol"u8, ref at, out var value);)
        {
            var offers = new FieldList(message, value);
            while (offers.MoveNext())
            {
                var offer = Encoding.ASCII.GetString(offers.Current.Of(message));
                if (supported.Contains(offer))
                    return offer;
            }
        }

        return null;
    }

    // Item 6, and RFC 6455 §11.3.5: one field line. Any other version gets 426 with the supported one (§4.2.2, item 4).
    private static ParseResult JudgeVersion(ReadOnlySpan<byte> message, RequestHead head)
    {
        var (value, isOnly) = Only(message, head, "Sec-WebSocket-Version"u8);
        if (isOnly && value.Of(message).SequenceEqual("13"u8))
            return ParseResult.NeedMore;
        return ParseResult.Rejected(
            isOnly || IsMissing(value, head) ? RejectionReason.WebSocketVersionUnknown : RejectionReason.WebSocketVersionRepeated, value.Offset, value.Length);
    }

    // Item 5, and RFC 6455 §11.3.1: one field line.
    private static ParseResult JudgeKey(ReadOnlySpan<byte> message, RequestHead head)
    {
        var (value, isOnly) = Only(message, head, "Sec-WebSocket-Key"u8);
        return isOnly && IsKey(value.Of(message))
            ? ParseResult.NeedMore
            : ParseResult.Rejected(RejectionReason.WebSocketKeyInvalid, value.Offset, value.Length);
    }

    // Four bits of the last digit belong to no byte. They may have any value: in the RFC's own example (§4.1, item 7) they are not 0.
    private static bool IsKey(ReadOnlySpan<byte> value) =>
        value.Length == KeyDigits + 2 && value.EndsWith("=="u8) && !value[..KeyDigits].ContainsAnyExcept(s_base64);

    // Item 7, and RFC 6455 §10.2. The same-origin policy does not cover WebSockets: a page of any site can connect, and the browser sends
    // this site's cookies. Only Origin protects against it. A client that is not a browser sends none, and could send any.
    private static ParseResult JudgeOrigin(ReadOnlySpan<byte> message, RequestHead head, bool isSecure, IReadOnlyCollection<Origin> allowed)
    {
        var (value, isOnly) = Only(message, head, "Origin"u8);
        if (IsMissing(value, head))
            return ParseResult.NeedMore;
        var origin = isOnly ? Origin.Parse(value.Of(message)) : null;
        return origin is not null && (origin == Origin.Of(isSecure, head.AuthorityRange.Of(message)) || allowed.Contains(origin))
            ? ParseResult.NeedMore
            : ParseResult.Rejected(RejectionReason.OriginForeign, value.Offset, value.Length);
    }

    // Item 8. No subprotocol has to be accepted, but each must be a token and occur once (§4.1, item 10).
    private static ParseResult JudgeProtocols(ReadOnlySpan<byte> message, RequestHead head)
    {
        HashSet<string>? offered = null;
        for (var at = 0; TryFind(message, head, "Sec-WebSocket-Protocol"u8, ref at, out var value);)
        {
            var offers = new FieldList(message, value);
            var any = false;
            while (offers.MoveNext())
            {
                any = true;
                var offer = offers.Current.Of(message);
                if (offer.ContainsAnyExcept(Grammar.TChar) || !(offered ??= []).Add(Encoding.ASCII.GetString(offer)))
                    return ParseResult.Rejected(RejectionReason.WebSocketProtocolInvalid, offers.Current.Offset, offers.Current.Length);
            }

            if (!any)
                return ParseResult.Rejected(RejectionReason.WebSocketProtocolInvalid, value.Offset, value.Length);
        }

        return ParseResult.NeedMore;
    }

    // Item 9. No extension has to be accepted, but a malformed list fails the handshake (RFC 6455 §9.1).
    private static ParseResult JudgeExtensions(ReadOnlySpan<byte> message, RequestHead head)
    {
        for (var at = 0; TryFind(message, head, "Sec-WebSocket-Extensions"u8, ref at, out var value);)
        {
            if (!ExtensionList.IsWellFormed(value.Of(message)))
                return ParseResult.Rejected(RejectionReason.WebSocketExtensionInvalid, value.Offset, value.Length);
        }

        return ParseResult.NeedMore;
    }

    // Whether a list contains a token, ignoring case.
    private static bool Lists(ReadOnlySpan<byte> message, RequestHead head, ReadOnlySpan<byte> name, ReadOnlySpan<byte> token)
    {
        for (var at = 0; TryFind(message, head, name, ref at, out var value);)
        {
            var members = new FieldList(message, value);
            while (members.MoveNext())
            {
                if (Ascii.EqualsIgnoreCase(members.Current.Of(message), token))
                    return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a page of a foreign origin sent the request. Forms need this check as well: any site may send their type of content. A
    /// client that is not a browser sends no Origin.
    /// </summary>
    public static bool IsForeign(ReadOnlySpan<byte> message, RequestHead head, bool isSecure, IReadOnlyCollection<Origin> allowed) =>
        JudgeOrigin(message, head, isSecure, allowed).IsRejected;

    // The value of a field that may occur once. If the field is missing: an empty range at the end of the head; if repeated: the second
    // value.
    private static (ByteRange Value, bool IsOnly) Only(ReadOnlySpan<byte> message, RequestHead head, ReadOnlySpan<byte> name)
    {
        var at = 0;
        if (!TryFind(message, head, name, ref at, out var first))
            return (new ByteRange(head.Length - 2, 0), false);
        return TryFind(message, head, name, ref at, out var second) ? (second, false) : (first, true);
    }

    private static bool IsMissing(ByteRange value, RequestHead head) => value.Offset == head.Length - 2;

    private static bool TryFind(ReadOnlySpan<byte> message, RequestHead head, ReadOnlySpan<byte> name, ref int at, out ByteRange value)
    {
        value = default;
        while (at < head.Fields.Length)
        {
            ref readonly var line = ref head.Fields[at++];
            if (!Ascii.EqualsIgnoreCase(line.Name.Of(message), name))
                continue;
            value = line.Value;
            return true;
        }

        return false;
    }
}
