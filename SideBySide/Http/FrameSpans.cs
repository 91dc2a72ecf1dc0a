using System.Buffers.Binary;
using System.Globalization;
using HandRolledHttp.Http1;
using HandRolledHttp.WebSocket;

namespace SideBySide.Http;

/// <summary>
/// Assigns the bytes of one frame. It draws where the parts are; whether they are right was judged before, and the writer's limit is where
/// that judgement ends.
/// </summary>
/// <param name="writer">Stands at the frame's first byte.</param>
/// <param name="fromServer">Whose frame it is.</param>
internal sealed class FrameSpans(SpanWriter writer, bool fromServer)
{
    private const int ShortLength = 126;

    private static readonly string[] s_opcodes = [.. Enumerable.Range(0, 16).Select(NameOf)];

    /// <summary>What an opcode is called: <c>text</c>, or <c>reserved</c>.</summary>
    public static string Name(Opcode opcode) => s_opcodes[(int)opcode];

    /// <summary>Assigns the head, up to the writer's limit.</summary>
    public void WriteHead()
    {
        var first = writer.Bytes[0];
        var kind = FrameGlossary.Of((Opcode)(first & 0x0F));
        writer.To(1, fromServer ? FrameRule.FirstOfServer : FrameRule.First, kind, First(first), isBinary: true);
        if (!writer.HasMore)
            return;
        var second = writer.Bytes[1];
        var shortLength = second & 0x7F;
        writer.To(2, fromServer ? FrameRule.LengthOfServer : FrameRule.Length, null, Second(second >> 7, shortLength), isBinary: true);
        var lengthEnd = 2 + (shortLength < ShortLength ? 0 : shortLength == ShortLength ? 2 : 8);
        writer.To(lengthEnd, FrameRule.ExtendedLength, null, Extended(lengthEnd), isBinary: true);
        if ((second & 0x80) != 0)
            writer.To(lengthEnd + FrameHead.KeyLength, FrameRule.MaskingKey, isBinary: true);
    }

    /// <summary>Assigns a payload.</summary>
    /// <param name="head">The frame's head.</param>
    /// <param name="payload">What there is of it, without its mask.</param>
    /// <param name="offence">Where a rule is broken; spans end there.</param>
    public void WritePayload(FrameHead head, ReadOnlySpan<byte> payload, ByteRange offence)
    {
        var payloadEnd = head.Length + payload.Length;
        if (head.Opcode == Opcode.Close && payload.Length > 0)
        {
            var code = payload.Length > 1 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : (ushort?)null;
            var why = code is { } known ? FrameGlossary.Of((CloseCode)known) : null;
            writer.To(Math.Min(head.Length + 2, payloadEnd), FrameRule.CloseCode, why, code?.ToString(CultureInfo.InvariantCulture), isBinary: true);
        }

        var isBinary = !fromServer || head.Opcode == Opcode.Binary;
        var rule = head.Opcode == Opcode.Close ? FrameRule.CloseReason : fromServer ? FrameRule.Payload : FrameRule.MaskedPayload;
        foreach (var end in (int[])[offence.Offset, offence.End, payloadEnd])
        {
            var to = Math.Min(Math.Min(end, payloadEnd), writer.Limit);
            if (to > writer.At)
                writer.To(to, rule, null, fromServer ? null : VisibleText.Of(payload[(writer.At - head.Length)..(to - head.Length)]), isBinary);
        }
    }

    private static string First(byte first) => string.Create(CultureInfo.InvariantCulture,
        $"FIN={first >> 7} RSV={first >> 6 & 1}{first >> 5 & 1}{first >> 4 & 1} opcode={first & 0x0F:X} ({Name((Opcode)(first & 0x0F))})");

    private static string Second(int mask, int length) => string.Create(CultureInfo.InvariantCulture, $"MASK={mask} length={length}");

    private string? Extended(int end) => writer.Limit < end ? null : end switch
    {
        4 => BinaryPrimitives.ReadUInt16BigEndian(writer.Bytes[2..]).ToString(CultureInfo.InvariantCulture),
        10 => BinaryPrimitives.ReadUInt64BigEndian(writer.Bytes[2..]).ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string NameOf(int opcode) => Enum.IsDefined((Opcode)opcode) ? ((Opcode)opcode).ToString().ToLowerInvariant() : "reserved";
}
