using HandRolledHttp.WebSocket;
using SideBySide.Language;

namespace SideBySide.Http;

/// <summary>Opcodes and close codes of WebSocket, each in one sentence.</summary>
internal static class FrameGlossary
{
    /// <summary>What a frame is; null for a reserved opcode.</summary>
    public static LocalizedText? Of(Opcode opcode) => opcode switch
    {
        Opcode.Continuation => new("Continuation: the next fragment of the message that a frame before it has begun.", "延续帧：前面某一帧开始的消息的下一个分片。"),
        Opcode.Text => new("Text: a message in UTF-8, or its first fragment when FIN is 0.", "文本帧：一条 UTF-8 消息；FIN 为 0 时是它的第一个分片。"),
        Opcode.Binary => new("Binary: a message of bytes, or its first fragment when FIN is 0.", "二进制帧：一条由任意字节组成的消息；FIN 为 0 时是它的第一个分片。"),
        Opcode.Close => new("Close: the last frame in this direction; the other end returns one.", "关闭帧：这个方向的最后一帧；对方也会回一个关闭帧。"),
        Opcode.Ping => new("Ping: asks the other end for a pong with the same payload.", "ping 帧：请对方用相同的载荷回一个 pong。"),
        Opcode.Pong => new("Pong: the response to a ping, or a sign of life.", "pong 帧：对 ping 的响应，或主动报告自己还在。"),
        _ => null,
    };

    /// <summary>Why a WebSocket is closed; null for a code that has no registered meaning.</summary>
    public static LocalizedText? Of(CloseCode code) => code switch
    {
        CloseCode.Normal => new("1000: the purpose of the connection is fulfilled.", "1000：正常关闭，事情已经办完。"),
        CloseCode.GoingAway => new("1001: the endpoint goes away: a server stops, or a browser leaves the page.", "1001：一端要离开：服务器停止，或浏览器离开页面。"),
        CloseCode.ProtocolError => new("1002: a rule of the protocol was broken.", "1002：违反了协议的规则。"),
        CloseCode.UnsupportedData => new("1003: this type of content is not accepted.", "1003：不接受这种类型的内容。"),
        CloseCode.InvalidContent => new("1007: the content does not fit its type: text that is not UTF-8.", "1007：内容与类型不符，例如文本不是 UTF-8。"),
        CloseCode.PolicyViolation => new("1008: a rule of the application was broken.", "1008：违反了应用的规则。"),
        CloseCode.MessageTooLarge => new("1009: the message is too large.", "1009：消息太大。"),
        CloseCode.InternalError => new("1011: the server has failed.", "1011：服务器内部出错。"),
        CloseCode.TryAgainLater => new("1013: not now; try again later.", "1013：暂时不行，请稍后再试。"),
        >= (CloseCode)3000 and < (CloseCode)4000 => new("3000 to 3999: a code of a library.", "3000–3999：由程序库约定的状态码。"),
        >= (CloseCode)4000 and < (CloseCode)5000 => new("4000 to 4999: a code of the application.", "4000–4999：由应用约定的状态码。"),
        _ => null,
    };
}
