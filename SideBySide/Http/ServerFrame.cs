using System.Buffers.Binary;
using System.Globalization;
using HandRolledHttp.WebSocket;

namespace SideBySide.Http;

/// <summary>A whole message, or a control frame, that a server sent behind its 101 (RFC 6455 §5.4, §5.5).</summary>
/// <param name="Word">
/// <c>text</c>, <c>binary</c>, <c>ping</c>, <c>pong</c>, the close code such as <c>1000</c>, <c>close</c> for a close frame without one, or
/// <c>malformed</c> for bytes that a server must not send.
/// </param>
/// <param name="Content">The message, all fragments joined; or the control frame's payload, of a close frame the reason.</param>
public sealed record ServerFrame(string Word, ReadOnlyMemory<byte> Content)
{
    private const byte Fin = 0x80, Reserved = 0x70, OpcodeBits = 0x0F, ControlBit = 0x08, Mask = 0x80, LengthBits = 0x7F;
    private const int In16Bits = 126, In64Bits = 127, CodeLength = 2;

    private static readonly ServerFrame s_malformed = new("malformed", default);

    /// <summary>Whether it is a message and no control frame.</summary>
    public bool IsMessage => Word is "text" or "binary";

    /// <summary>Whether the 101 opened a WebSocket, and not some other protocol.</summary>
    public static bool Follow(ParsedResponse response) => response.Status == 101
        && response.Fields.Any(field => field.Key.Equals("Upgrade", StringComparison.OrdinalIgnoreCase)
            && field.Value.Equals("websocket", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads frame after frame until the bytes end, or until one is malformed.</summary>
    /// <param name="bytes">What came behind the 101.</param>
    /// <returns>What is whole, and whether nothing is left over.</returns>
    public static (IReadOnlyList<ServerFrame> Frames, bool IsComplete) Read(ReadOnlyMemory<byte> bytes)
    {
        var frames = new List<ServerFrame>();
        var message = new List<byte>();
        Opcode? begun = null;
        while (bytes.Length > 0)
        {
            var (first, length, head) = Head(bytes.Span);
            if (head == 0 || bytes.Length - head < length)
                return (frames, false);
            var (opcode, isFinal) = ((Opcode)(first & OpcodeBits), (first & Fin) != 0);
            if (length < 0 || !IsAllowed(first, length) || (first & ControlBit) == 0 && opcode == Opcode.Continuation != begun is not null)
                return ([.. frames, s_malformed], true);
            var payload = bytes.Slice(head, (int)length);
            bytes = bytes[(head + payload.Length)..];
            if ((first & ControlBit) != 0)
            {
                frames.Add(Control(opcode, payload));
                continue;
            }

            begun ??= opcode;
            message.AddRange(payload.Span);
            if (!isFinal)
                continue;
            frames.Add(new ServerFrame(begun == Opcode.Text ? "text" : "binary", message.ToArray()));
            message.Clear();
            begun = null;
        }

        return (frames, begun is null);
    }

    // The head's length is 0 while it has not arrived. The payload's length is -1 where it is malformed: masked (§5.1), or not in as few bytes
    // as possible (§5.2).
    private static (byte First, long Length, int Head) Head(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2)
            return default;
        if ((bytes[1] & Mask) != 0)
            return (bytes[0], -1, 2);
        var length = bytes[1] & LengthBits;
        var head = length switch { In16Bits => 4, In64Bits => 10, _ => 2 };
        if (bytes.Length < head)
            return default;
        return length switch
        {
            In16Bits => (bytes[0], BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) is > FrameHead.MaxShort and var wide ? wide : -1, head),
            In64Bits => (bytes[0], BinaryPrimitives.ReadInt64BigEndian(bytes[2..]) is > ushort.MaxValue and var wider ? wider : -1, head),
            _ => (bytes[0], length, head),
        };
    }

    private static bool IsAllowed(byte first, long length) =>
        (first & Reserved) == 0
        && Enum.IsDefined((Opcode)(first & OpcodeBits))
        && ((first & ControlBit) == 0 || ((first & Fin) != 0 && length <= FrameHead.MaxShort && !((first & OpcodeBits) == (int)Opcode.Close && length == 1)));

    private static ServerFrame Control(Opcode opcode, ReadOnlyMemory<byte> payload) => opcode switch
    {
        Opcode.Close when payload.Length == 0 => new("close", default),
        Opcode.Close => new(BinaryPrimitives.ReadUInt16BigEndian(payload.Span).ToString("D4", CultureInfo.InvariantCulture), payload[CodeLength..]),
        Opcode.Ping => new("ping", payload),
        _ => new("pong", payload),
    };
}
