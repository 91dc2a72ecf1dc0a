using System.Buffers.Binary;
using System.Globalization;
using HandRolledHttp.Http1;
using HandRolledHttp.WebSocket;
using SideBySide.Language;

namespace SideBySide.Http;

/// <summary>
/// One direction of a WebSocket, frame by frame. HandRolledHttp's own reader judges; here the bytes are only assigned. Nothing behind a
/// broken rule or a close frame is interpreted.
/// </summary>
/// <param name="fromServer">Whether the frames are a server's: those have no mask.</param>
/// <param name="mayBeExtended">Whether an extension may have been negotiated. Reserved bits are its business then, and no offence.</param>
/// <param name="maxMessage">The most content of a message, in bytes; by default none, since each server has its own.</param>
internal sealed class FrameDissector(bool fromServer, bool mayBeExtended, int maxMessage = int.MaxValue)
{
    private const int LongestHead = 14;

    private readonly MessageReader _reader = new(maxMessage, !fromServer);
    private bool _isClosed;

    /// <summary>Whether the bytes begin with a whole frame, or with a head that breaks a rule, so that more bytes change nothing.</summary>
    public bool HasWhole(ReadOnlySpan<byte> bytes)
    {
        var result = FrameHead.Parse(bytes, out var head, !fromServer);
        return _isClosed || result.IsRejected || (result.IsComplete && bytes.Length - head.Length >= head.PayloadLength);
    }

    /// <summary>Reads one frame, as far as the bytes go. One that is not whole can only be the last.</summary>
    /// <param name="bytes">The frame, and the bytes after it.</param>
    /// <param name="origin">Where it begins in the stream.</param>
    public Message Read(ReadOnlyMemory<byte> bytes, int origin)
    {
        if (_isClosed)
            return Rest(bytes, origin, FrameRule.AfterClose);
        var (result, head, payload) = Judge(bytes.Span);
        if (result.Error == FrameError.ReservedBits && mayBeExtended)
            return Rest(bytes, origin, FrameRule.Extended);

        var hasHead = head.Length > 0;
        var offence = result.IsRejected ? new ByteRange(result.Offset, result.Length) : new ByteRange(bytes.Length, 0);
        var writer = new SpanWriter(bytes, origin) { Limit = offence.End };
        var spans = new FrameSpans(writer, fromServer);
        spans.WriteHead();
        if (hasHead)
            spans.WritePayload(head, payload, offence);
        writer.Limit = bytes.Length;
        if (result.IsRejected)
            writer.To(bytes.Length, FrameRule.NotInterpreted);

        var refusal = result.IsRejected ? MessageRejections.OfFrame(result, origin, fromServer) : null;
        if (refusal is not null)
            writer.Mark(result.Offset, result.Length, refusal);
        var isWhole = refusal is null && hasHead && payload.Length == head.PayloadLength;
        _isClosed = isWhole && head.Opcode == Opcode.Close;
        return new Message("frame", origin, writer.At, isWhole, writer.Spans, Refusal: refusal,
            Missing: isWhole || refusal is not null ? null : Missing(head, payload.Length),
            Frame: hasHead && refusal is null ? Summarise(head, payload) : null);
    }

    // The reader gets this frame alone: what it was given once, it must not be given again.
    private (FrameResult Result, FrameHead Head, byte[] Payload) Judge(ReadOnlySpan<byte> bytes)
    {
        var result = FrameHead.Parse(bytes, out var head, !fromServer);
        var length = result.IsComplete ? (int)Math.Min(head.PayloadLength, bytes.Length - head.Length) : 0;
        var frame = bytes[..(result.IsComplete ? head.Length + length : Math.Min(bytes.Length, LongestHead))].ToArray();
        var payload = frame[head.Length..(head.Length + length)];
        Masking.Apply(payload, head.MaskingKey, 0);
        for (var at = 0; ;)
        {
            result = _reader.Read(frame.AsSpan(at), out var used, out _);
            if (result.IsRejected)
                return (result with { Offset = at + result.Offset }, head, payload);
            at += used;
            if (result.IsComplete || used == 0 || at == frame.Length)
                break;
        }

        var body = result.IsComplete && _reader.Ended == Opcode.Close ? CloseBody.Parse(payload, out _) : default;
        return (body.IsRejected ? body with { Offset = head.Length + body.Offset } : FrameResult.NeedMore, head, payload);
    }

    private FrameSummary Summarise(FrameHead head, ReadOnlySpan<byte> payload)
    {
        var isClose = head.Opcode == Opcode.Close;
        return new FrameSummary(FrameSpans.Name(head.Opcode), head.IsFinal, !fromServer, payload.Length,
            VisibleText.Of(isClose ? payload[Math.Min(2, payload.Length)..] : payload),
            isClose && payload.Length > 1 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : null);
    }

    private static LocalizedText Missing(FrameHead head, int arrived) => head.Length == 0
        ? new("The rest of the frame's head has not arrived.", "帧头还没有到齐。")
        : new($"{head.PayloadLength - arrived} of the {head.PayloadLength} bytes of the payload have not arrived.",
            $"载荷共 {head.PayloadLength} 字节，还差 {head.PayloadLength - arrived} 字节没有到。");

    /// <summary>Bytes that are not interpreted.</summary>
    internal static Message Rest(ReadOnlyMemory<byte> bytes, int origin, GrammarRule rule)
    {
        var writer = new SpanWriter(bytes, origin);
        writer.To(bytes.Length, rule);
        return new Message("rest", origin, bytes.Length, IsComplete: false, writer.Spans);
    }
}

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
