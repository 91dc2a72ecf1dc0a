using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using HandRolledHttp.WebSocket;

namespace SideBySide.Http;

/// <summary>One response, parsed as a client parses it.</summary>
/// <param name="Status">The status code; an interim response (1xx) is a separate one.</param>
/// <param name="Reason">The reason phrase; may be empty.</param>
/// <param name="Version">For example <c>HTTP/1.1</c>.</param>
/// <param name="Fields">Its fields in order, names as sent.</param>
/// <param name="Body">The received content without chunk framing.</param>
/// <param name="IsComplete">Whether it is complete; an incomplete one is the last.</param>
/// <param name="Framing">The framing: <c>none</c>, <c>content-length</c>, <c>chunked</c>, <c>until-close</c>, <c>tunnel</c>, or
/// <c>unknown</c> if the head is invalid or incomplete.</param>
/// <param name="Offset">Its first byte among the received bytes.</param>
/// <param name="Length">Its number of bytes.</param>
public sealed record ParsedResponse(int Status, string Reason, string Version, IReadOnlyList<KeyValuePair<string, string>> Fields,
    ReadOnlyMemory<byte> Body, bool IsComplete, string Framing, int Offset, int Length)
{
    /// <summary>Whether it completes the exchange; unlike the other interim responses, 101 does (RFC 9110 §15.2).</summary>
    /// <summary>The values of a field, in order.</summary>
    internal IEnumerable<string> Values(string name) =>
        Fields.Where(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);

    internal bool IsFinal => Status is 101 or >= 200;
}

/// <summary>Parses the HTTP responses in the bytes of any server. Bytes that are not HTTP yield no response.</summary>
public static class ParsedResponses
{
    /// <summary>Parses responses until the bytes end or a response is invalid or incomplete.</summary>
    /// <param name="received">All received bytes.</param>
    /// <param name="methods">The methods of the requests in order, if known: a response to HEAD has no content.</param>
    /// <param name="ended">Whether the server has finished sending, which ends a response without a length.</param>
    public static IReadOnlyList<ParsedResponse> Read(
        ReadOnlyMemory<byte> received, IReadOnlyList<string>? methods = null, bool ended = false) =>
        [
            .. ResponseParser.ReadAll(received, 0, methods, ended)
                .TakeWhile(reading => reading.StatusLineEnd > 0)
                .Select(reading => Of(reading, received)),
        ];

    private static ParsedResponse Of(ResponseParser reading, ReadOnlyMemory<byte> received)
    {
        var bytes = received.Span;
        var fields = new List<KeyValuePair<string, string>>();
        var text = reading.FieldText(bytes);
        foreach (var field in reading.Fields)
            fields.Add(new(Encoding.Latin1.GetString(field.Name.Of(text)), HttpText.Of(field.Value.Of(text))));
        var (reason, version) = (HttpText.Of(reading.Reason.Of(bytes)), Encoding.ASCII.GetString(reading.Version.Of(bytes)));
        return new ParsedResponse(
            reading.Status, reason, version, fields, Body(reading, received),
            reading.IsComplete, reading.FramingName, reading.Offset, reading.End - reading.Offset);
    }

    private static ReadOnlyMemory<byte> Body(ResponseParser reading, ReadOnlyMemory<byte> received) => reading.Content switch
    {
        [] => default,
        [var only] => received.Slice(only.Offset, only.Length),
        var pieces => HttpText.Join(received.Span, pieces),
    };
}

/// <summary>A whole message, or a control frame, that a server sent behind its 101 (RFC 6455 §5.4, §5.5).</summary>
/// <param name="Word">
/// <c>text</c>, <c>binary</c>, <c>ping</c>, <c>pong</c>, the close code such as <c>1000</c>, <c>close</c> for a close frame without one, or
/// <c>malformed</c> for bytes that a server must not send.
/// </param>
/// <param name="Content">The message, all fragments joined; or the control frame's payload, of a close frame the reason.</param>
public sealed record ServerFrame(string Word, ReadOnlyMemory<byte> Content)
{
    private const byte Fin = 0x80, Reserved = 0x70, OpcodeBits = 0x0F, ControlBit = 0x08;
    private const int CodeLength = 2;

    private static readonly ServerFrame s_malformed = new("malformed", default);

    /// <summary>Whether it is a message and no control frame.</summary>
    public bool IsMessage => Word is "text" or "binary";

    /// <summary>Whether the 101 opened a WebSocket, and not some other protocol.</summary>
    public static bool Follow(ParsedResponse response) => response.Status == 101
        && response.Values("Upgrade").Contains(HandshakeReading.WebSocket, StringComparer.OrdinalIgnoreCase);

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
    private static (byte First, long Length, int Head) Head(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 1 && (bytes[1] & FrameStart.Mask) != 0 ? (bytes[0], -1, 2)
        : FrameStart.Of(bytes) is not { } start ? default
        : (start.First, start is { IsShortest: true, Length: <= long.MaxValue } ? (long)start.Length : -1, start.LengthEnd);

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

/// <summary>The first bytes of a frame, right or wrong, up to the end of its length (RFC 6455 §5.2). The masking key follows them.</summary>
/// <param name="First">FIN, the reserved bits and the opcode.</param>
/// <param name="IsMasked">Whether a masking key follows.</param>
/// <param name="LengthEnd">The number of bytes up to the end of the length.</param>
/// <param name="Length">The payload's length.</param>
/// <param name="IsShortest">Whether the length is in as few bytes as possible.</param>
internal readonly record struct FrameStart(byte First, bool IsMasked, int LengthEnd, ulong Length, bool IsShortest)
{
    internal const byte Mask = 0x80;

    private const byte LengthBits = 0x7F;
    private const int In16Bits = 126, In64Bits = 127;

    /// <summary>The start of a frame; null while its length has not arrived.</summary>
    public static FrameStart? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2)
            return null;
        var (isMasked, shortLength) = ((bytes[1] & Mask) != 0, bytes[1] & LengthBits);
        var end = shortLength switch { In16Bits => 4, In64Bits => 10, _ => 2 };
        if (bytes.Length < end)
            return null;
        var length = shortLength switch
        {
            In16Bits => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            In64Bits => BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
            _ => (ulong)shortLength,
        };
        return new(bytes[0], isMasked, end, length, end == 2 || length > (end == 4 ? FrameHead.MaxShort : (ulong)ushort.MaxValue));
    }
}
