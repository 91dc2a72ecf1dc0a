using System.Collections.Frozen;

namespace HandRolledHttp.WebSocket;

/// <summary>The explanation in the close frame for a rejected frame.</summary>
/// <param name="Code">The close code.</param>
/// <param name="Section">The section with the rule.</param>
/// <param name="English">The broken rule, in one sentence.</param>
/// <param name="Chinese">The same in Chinese.</param>
public sealed record FrameRejection(CloseCode Code, string Section, string English, string Chinese)
{
    private static readonly FrozenDictionary<FrameError, FrameRejection> s_table = new Dictionary<FrameError, FrameRejection>
    {
        [FrameError.ReservedBits] = new(CloseCode.ProtocolError, "RFC 6455 §5.2",
            "RSV1 to RSV3 must be 0: no extension was negotiated.", "RSV1 至 RSV3 必须为 0：没有协商任何扩展。"),
        [FrameError.OpcodeReserved] = new(CloseCode.ProtocolError, "RFC 6455 §5.2",
            "This opcode is reserved.", "此操作码是保留的。"),
        [FrameError.ControlFragmented] = new(CloseCode.ProtocolError, "RFC 6455 §5.5",
            "A control frame must not be fragmented.", "控制帧不能分片。"),
        [FrameError.MaskMissing] = new(CloseCode.ProtocolError, "RFC 6455 §5.1",
            "A client must mask every frame.", "客户端必须对每一帧使用掩码。"),
        [FrameError.MaskUnexpected] = new(CloseCode.ProtocolError, "RFC 6455 §5.1",
            "A server must not mask a frame.", "服务器不得对帧使用掩码。"),
        [FrameError.ControlTooLong] = new(CloseCode.ProtocolError, "RFC 6455 §5.5",
            "The payload of a control frame is at most 125 bytes.", "控制帧的载荷最多 125 字节。"),
        [FrameError.LengthNotShortest] = new(CloseCode.ProtocolError, "RFC 6455 §5.2",
            "The length must be encoded in as few bytes as possible.", "长度必须用尽可能少的字节编码。"),
        [FrameError.LengthTopBit] = new(CloseCode.ProtocolError, "RFC 6455 §5.2",
            "The top bit of a 64-bit length must be 0.", "64 位长度的最高位必须为 0。"),
        [FrameError.ContinuationUnexpected] = new(CloseCode.ProtocolError, "RFC 6455 §5.4",
            "There is no message to continue.", "没有可以继续的消息。"),
        [FrameError.ContinuationExpected] = new(CloseCode.ProtocolError, "RFC 6455 §5.4",
            "A message must end before the next one begins.", "上一条消息结束之前不能开始下一条。"),
        [FrameError.MessageTooLarge] = new(CloseCode.MessageTooLarge, "RFC 6455 §10.4",
            "The message is larger than this server takes.", "消息超过了本服务器接受的大小。"),
        [FrameError.TextInvalid] = new(CloseCode.InvalidContent, "RFC 6455 §8.1",
            "A text message must be valid UTF-8.", "文本消息必须是有效的 UTF-8。"),
        [FrameError.CloseBodyTooShort] = new(CloseCode.ProtocolError, "RFC 6455 §5.5.1",
            "The body of a close frame begins with a code of two bytes.", "关闭帧的正文以两字节的状态码开头。"),
        [FrameError.CloseCodeInvalid] = new(CloseCode.ProtocolError, "RFC 6455 §7.4",
            "This close code must not be sent.", "不能发送这个关闭状态码。"),
        [FrameError.CloseReasonInvalid] = new(CloseCode.InvalidContent, "RFC 6455 §5.5.1",
            "The reason in a close frame must be valid UTF-8.", "关闭帧中的原因必须是有效的 UTF-8。"),
        [FrameError.FrameTimeout] = new(CloseCode.PolicyViolation, "RFC 6455 §10.4",
            "A frame that has begun arrived too slowly.", "已开始的帧到达得太慢。"),
    }.ToFrozenDictionary();

    /// <summary>The explanation of an error.</summary>
    public static FrameRejection For(FrameError error) => s_table[error];

    /// <summary>The reason for a close frame; with its code it fits into the 125 bytes of a control frame.</summary>
    public string Reason(bool chinese) => chinese ? $"{Chinese}（{Section}）" : $"{English} ({Section})";
}
