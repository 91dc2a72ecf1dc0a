using System.Buffers.Binary;

namespace HandRolledHttp.WebSocket;

/// <summary>
/// The head of a frame, RFC 6455 §5.2:
/// <code>
///  0               1               2               3
/// +-+-+-+-+-------+-+-------------+-------------------------------+
/// |F|R|R|R| opcode|M| Payload len |    Extended payload length    |
/// |I|S|S|S|  (4)  |A|     (7)     |            (16/64)            |
/// |N|V|V|V|       |S|             | (if payload len == 126/127)   |
/// | |1|2|3|       |K|             |                               |
/// +-+-+-+-+-------+-+-------------+-------------------------------+
/// |                   Masking-key, if MASK set to 1               |
/// +---------------------------------------------------------------+
/// </code>
/// Each rule is checked as soon as the byte that breaks it has arrived.
/// </summary>
/// <param name="IsFinal">FIN: the message ends with this frame.</param>
/// <param name="Opcode">The kind of frame.</param>
/// <param name="PayloadLength">The payload's length in bytes, 0 to 2^63-1.</param>
/// <param name="MaskingKey">The key; its first byte on the wire is the highest one here. 0 for a frame without a mask.</param>
/// <param name="Length">The head's length in bytes, 2 to 14.</param>
internal readonly record struct FrameHead(bool IsFinal, Opcode Opcode, long PayloadLength, uint MaskingKey, int Length)
{
    /// <summary>The longest payload of a control frame (§5.5), and the longest that needs no extended length.</summary>
    public const int MaxShort = 125;

    /// <summary>Bytes of a masking key.</summary>
    public const int KeyLength = 4;

    private const byte Fin = 0x80, Reserved = 0x70, OpcodeBits = 0x0F, ControlBit = 0x08, Mask = 0x80, LengthBits = 0x7F;
    private const int In16Bits = 126, In64Bits = 127;

    /// <summary>Close, ping or pong (§5.5).</summary>
    public bool IsControl => ((byte)Opcode & ControlBit) != 0;

    /// <summary>Checks the part of a head that has arrived, from left to right.</summary>
    /// <param name="bytes">The head, and the bytes after it.</param>
    /// <param name="head">The head, if the result is complete.</param>
    /// <param name="isMasked">True for a client's frame, which must have a mask; false for a server's, which must not.</param>
    public static FrameResult Parse(ReadOnlySpan<byte> bytes, out FrameHead head, bool isMasked = true)
    {
        head = default;
        if (bytes.Length == 0)
            return FrameResult.NeedMore;
        var error = JudgeFirst(bytes[0]);
        if (error != FrameError.None)
            return FrameResult.Rejected(error, 0);
        if (bytes.Length == 1)
            return FrameResult.NeedMore;

        // RFC 6455 §5.1: the server MUST close the connection upon receiving a frame that is not masked, and the client upon one that is.
        if ((bytes[1] & Mask) != 0 != isMasked)
            return FrameResult.Rejected(isMasked ? FrameError.MaskMissing : FrameError.MaskUnexpected, 1);
        var shortLength = bytes[1] & LengthBits;
        if ((bytes[0] & ControlBit) != 0 && shortLength > MaxShort)
            return FrameResult.Rejected(FrameError.ControlTooLong, 1); // RFC 6455 §5.5

        var result = ParseLength(bytes, shortLength, out var length);
        if (!result.IsComplete)
            return result;
        var end = result.Offset + (isMasked ? KeyLength : 0);
        if (bytes.Length < end)
            return FrameResult.NeedMore;
        var key = isMasked ? BinaryPrimitives.ReadUInt32BigEndian(bytes[result.Offset..]) : 0;
        head = new FrameHead((bytes[0] & Fin) != 0, (Opcode)(bytes[0] & OpcodeBits), length, key, end);
        return FrameResult.Complete(head.Length);
    }

    // RFC 6455 §5.2: only an extension gives a reserved bit a meaning, and none was negotiated. A reserved opcode has no meaning.
    private static FrameError JudgeFirst(byte first)
    {
        if ((first & Reserved) != 0)
            return FrameError.ReservedBits;
        if ((Opcode)(first & OpcodeBits) is not (<= Opcode.Binary or (>= Opcode.Close and <= Opcode.Pong)))
            return FrameError.OpcodeReserved;
        return (first & ControlBit) != 0 && (first & Fin) == 0 ? FrameError.ControlFragmented : FrameError.None; // RFC 6455 §5.5
    }

    // RFC 6455 §5.2: the minimal number of bytes MUST be used, and the most significant bit of 64 MUST be 0. With two encodings of a
    // length, an intermediary could read another length.
    private static FrameResult ParseLength(ReadOnlySpan<byte> bytes, int shortLength, out long length)
    {
        length = shortLength;
        if (shortLength <= MaxShort)
            return FrameResult.Complete(2);
        if (shortLength == In64Bits && bytes.Length > 2 && (bytes[2] & 0x80) != 0)
            return FrameResult.Rejected(FrameError.LengthTopBit, 2);
        var size = shortLength == In16Bits ? 2 : 8;
        if (bytes.Length < 2 + size)
            return FrameResult.NeedMore;
        length = size == 2 ? BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) : BinaryPrimitives.ReadInt64BigEndian(bytes[2..]);
        return length > (size == 2 ? MaxShort : ushort.MaxValue)
            ? FrameResult.Complete(2 + size)
            : FrameResult.Rejected(FrameError.LengthNotShortest, 2, size);
    }
}
