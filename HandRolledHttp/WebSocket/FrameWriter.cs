using System.Buffers;
using System.Buffers.Binary;

namespace HandRolledHttp.WebSocket;

/// <summary>
/// Writes the head of a server's frame. FIN is always set, since each frame is a whole message; no frame is masked (RFC 6455 §5.1); the
/// length has the minimal number of bytes (§5.2).
/// </summary>
internal static class FrameWriter
{
    private const byte Fin = 0x80;

    /// <summary>Writes the head; the payload follows it unchanged.</summary>
    /// <param name="output">Receives 2, 4 or 10 bytes.</param>
    /// <param name="opcode">The kind of frame.</param>
    /// <param name="payloadLength">The payload's length in bytes; at most 125 for a control frame (§5.5).</param>
    public static void WriteHead(IBufferWriter<byte> output, Opcode opcode, int payloadLength)
    {
        var head = output.GetSpan(10);
        head[0] = (byte)(Fin | (byte)opcode);
        switch (payloadLength)
        {
            case <= FrameHead.MaxShort:
                head[1] = (byte)payloadLength;
                output.Advance(2);
                break;
            case <= ushort.MaxValue:
                head[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)payloadLength);
                output.Advance(4);
                break;
            default:
                head[1] = 127;
                BinaryPrimitives.WriteInt64BigEndian(head[2..], payloadLength);
                output.Advance(10);
                break;
        }
    }
}
