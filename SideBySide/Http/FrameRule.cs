namespace SideBySide.Http;

/// <summary>The parts of a WebSocket frame (RFC 6455 §5.2), with their explanations.</summary>
internal static class FrameRule
{
    private const string Head = "HandRolledHttp/WebSocket/FrameHead.cs";
    private const string Writer = "HandRolledHttp/WebSocket/FrameWriter.cs";
    private const string Close = "HandRolledHttp/WebSocket/CloseBody.cs";
    private const string Connection = "HandRolledHttp/Connection/WebSockets/WebSocketConnection.cs";

    private const string Lengths =
        "frame-payload-length = ( %x00-7D ) / ( %x7E frame-payload-length-16 ) / ( %x7F frame-payload-length-63 )";

    /// <summary>The first byte of a client's frame.</summary>
    public static GrammarRule First { get; } = new("FIN RSV opcode", "RFC 6455 §5.2",
        "ws-frame = frame-fin frame-rsv1 frame-rsv2 frame-rsv3 frame-opcode …",
        new(Head, "var error = JudgeFirst(bytes[0]);"), new(
        "FIN: the message ends with this frame. RSV: three bits for extensions. Opcode: what the frame is.",
        "FIN：消息到本帧为止。RSV：留给扩展的三位。opcode（操作码）：帧的种类。"));

    /// <summary>The first byte of a server's frame.</summary>
    public static GrammarRule FirstOfServer { get; } = First with { Enforcer = new(Writer, "head[0] = (byte)(Fin | (byte)opcode);") };

    /// <summary>The second byte of a client's frame.</summary>
    public static GrammarRule Length { get; } = new("MASK length", "RFC 6455 §5.2", Lengths,
        new(Head, "var shortLength = bytes[1] & LengthBits;"), new(
        "MASK: a client masks every frame, a server none. The other seven bits are the payload length, up to 125.",
        "MASK（掩码位）：客户端的每一帧都要用掩码，服务器的一律不用。其余七位是载荷长度，最大 125。"));

    /// <summary>The second byte of a server's frame.</summary>
    public static GrammarRule LengthOfServer { get; } = Length with { Enforcer = new(Writer, "head[1] = (byte)payloadLength;") };

    /// <summary>A length above 125.</summary>
    public static GrammarRule ExtendedLength { get; } = new("extended length", "RFC 6455 §5.2", Lengths,
        new(Head, "return length > (size == 2 ? MaxShort : ushort.MaxValue)"), new(
        "The payload length, high byte first: in two bytes after 126, in eight after 127; always the shortest form.",
        "载荷长度，高位字节在前：126 之后占两字节，127 之后占八字节；必须用最短的写法。"));

    /// <summary>The masking key.</summary>
    public static GrammarRule MaskingKey { get; } = new("masking key", "RFC 6455 §5.3", "frame-masking-key = 4( %x00-FF )",
        new(Head, "var key = isMasked ?"), new(
        "The masking key, a new one for each frame. It hides nothing: it keeps a page from choosing the bytes on the wire.",
        "掩码密钥，每帧都换。它不保密，只是让网页无法左右线路上的字节。"));

    /// <summary>A payload with a mask.</summary>
    public static GrammarRule MaskedPayload { get; } = new("payload data", "RFC 6455 §5.3",
        "transformed-octet-i = original-octet-i XOR masking-key-octet-(i MOD 4)",
        new("HandRolledHttp/WebSocket/Masking.cs", "bytes[i] ^= (byte)(key"), new(
        "The payload, masked: each byte XOR one of the four bytes of the key, in turn. Its meaning is the payload without the mask.",
        "带掩码的载荷：每个字节依次与密钥的四个字节之一做异或。含义一项是去掉掩码后的载荷。"));

    /// <summary>A payload without a mask.</summary>
    public static GrammarRule Payload { get; } = new("payload data", "RFC 6455 §5.2", "frame-payload-data = *( %x00-FF )",
        new(Writer, "public static void WriteHead("), new(
        "The payload, as it is.",
        "载荷，未用掩码。"));

    /// <summary>The code of a close frame.</summary>
    public static GrammarRule CloseCode { get; } = new("close code", "RFC 6455 §7.4", "close-code = 2( %x00-FF )",
        new(Close, "if (!CloseCodes.IsValid((int)code))"), new(
        "The close code: why the WebSocket is closed.",
        "关闭状态码：为什么关闭。"));

    /// <summary>The reason of a close frame.</summary>
    public static GrammarRule CloseReason { get; } = new("close reason", "RFC 6455 §5.5.1", "close-reason = *( UTF8-char )",
        new(Close, "if (Utf8.IsValid(body[CodeLength..]))"), new(
        "The reason in words, in UTF-8.",
        "用文字说明的原因，必须是 UTF-8。"));

    /// <summary>Bytes behind an offence.</summary>
    public static GrammarRule NotInterpreted { get; } = GrammarRule.NotInterpreted with
    {
        Section = "RFC 6455 §7.1.7",
        Enforcer = new(Connection, "await EndAsync(\"a rule was broken\");"),
        Explanation = new(
            "Not interpreted: after a rejection, the connection is closed.",
            "不再解释：拒绝之后，连接就关闭了。"),
    };

    /// <summary>Bytes behind a close frame.</summary>
    public static GrammarRule AfterClose { get; } = GrammarRule.NotInterpreted with
    {
        Section = "RFC 6455 §5.5.1",
        Enforcer = new(Connection, "await EndAsync(\"closed by a close frame\");"),
        Explanation = new(
            "Not interpreted: the close frame is the last frame in its direction.",
            "不再解释：关闭帧是这个方向的最后一帧。"),
    };

    /// <summary>Frames that an extension may have changed.</summary>
    public static GrammarRule Extended { get; } = GrammarRule.NotInterpreted with
    {
        Section = "RFC 6455 §9",
        Enforcer = new(Head, "if ((first & Reserved) != 0)"),
        Explanation = new(
            "Not interpreted: a reserved bit is set, so an extension such as permessage-deflate has changed the frame.",
            "不再解释：保留位已置位，说明帧经过 permessage-deflate 之类扩展的处理。"),
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<GrammarRule> All { get; } =
    [
        First, FirstOfServer, Length, LengthOfServer, ExtendedLength, MaskingKey, MaskedPayload, Payload, CloseCode, CloseReason,
        NotInterpreted, AfterClose, Extended,
    ];
}
