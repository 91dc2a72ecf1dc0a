using System.Text;
using HandRolledHttp.WebSocket;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// A second implementation of RFC 6455 §5 for complete input: no state between calls, bit by bit, and text through .NET's decoder.
/// </summary>
internal sealed class PlainFrames(byte[] bytes, int maxMessage)
{
    private readonly List<(Opcode, string)> _ended = [];
    private readonly List<byte> _message = [];
    private Opcode _kind = Opcode.Continuation;
    private ulong _announced;
    private int _at;

    /// <summary>The completed elements up to the first broken rule.</summary>
    public static (IReadOnlyList<(Opcode, string)> Ended, FrameError Error) Read(byte[] bytes, int maxMessage)
    {
        var frames = new PlainFrames(bytes, maxMessage);
        var error = FrameError.None;
        while (error == FrameError.None && frames._at < bytes.Length)
        {
            if (!frames.ReadFrame(out error))
                break;
        }

        return (frames._ended, error);
    }

    private bool ReadFrame(out FrameError error)
    {
        var first = bytes[_at];
        var opcode = first & 15;
        error = (first & 0x70) != 0 ? FrameError.ReservedBits
            : opcode is (> 2 and < 8) or > 10 ? FrameError.OpcodeReserved
            : opcode >= 8 && first < 0x80 ? FrameError.ControlFragmented
            : FrameError.None;
        if (error != FrameError.None || _at + 1 >= bytes.Length)
            return false;

        var second = bytes[_at + 1];
        error = second < 0x80 ? FrameError.MaskMissing : opcode >= 8 && (second & 127) > 125 ? FrameError.ControlTooLong : FrameError.None;
        if (error != FrameError.None || !TryReadLength(second & 127, out var length, out var lengthBytes, out error))
            return false;
        var payload = _at + 2 + lengthBytes + 4;
        if (payload > bytes.Length)
            return false;

        var key = bytes[(payload - 4)..payload];
        if (opcode < 8)
            error = Announce((Opcode)opcode, length);
        if (error != FrameError.None)
            return false;
        var there = (int)Math.Min(length, (ulong)(bytes.Length - payload));
        var content = bytes.Skip(payload).Take(there).Select((b, i) => (byte)(b ^ key[i % 4])).ToArray();
        var isWhole = (ulong)there == length;
        _at = payload + there;
        error = opcode >= 8 ? isWhole ? TakeControl((Opcode)opcode, content) : FrameError.None : TakeData(content, isWhole && first >= 0x80);
        return isWhole && error == FrameError.None;
    }

    private bool TryReadLength(int shortLength, out ulong length, out int size, out FrameError error)
    {
        (length, size, error) = ((ulong)shortLength, shortLength switch { 126 => 2, 127 => 8, _ => 0 }, FrameError.None);
        if (size == 0)
            return true;
        if (size == 8 && _at + 2 < bytes.Length && bytes[_at + 2] > 127)
            error = FrameError.LengthTopBit;
        if (error != FrameError.None || _at + 2 + size > bytes.Length)
            return false;
        length = bytes.Skip(_at + 2).Take(size).Aggregate(0UL, (sum, b) => sum * 256 + b);
        if (length < (size == 2 ? 126UL : 65536UL))
            error = FrameError.LengthNotShortest;
        return error == FrameError.None;
    }

    private FrameError Announce(Opcode opcode, ulong length)
    {
        if (opcode == Opcode.Continuation && _kind == Opcode.Continuation)
            return FrameError.ContinuationUnexpected;
        if (opcode != Opcode.Continuation && _kind != Opcode.Continuation)
            return FrameError.ContinuationExpected;
        if (opcode != Opcode.Continuation)
            (_kind, _announced) = (opcode, 0);
        _announced += length; // each is below 2^63, and the first that is too long ends the reading
        return _announced > (ulong)maxMessage ? FrameError.MessageTooLarge : FrameError.None;
    }

    private FrameError TakeData(byte[] content, bool ends)
    {
        _message.AddRange(content);
        if (_kind == Opcode.Text && !IsText([.. _message], ends))
            return FrameError.TextInvalid;
        if (!ends)
            return FrameError.None;
        _ended.Add((_kind, Convert.ToHexString(_message.ToArray())));
        _message.Clear();
        _kind = Opcode.Continuation;
        return FrameError.None;
    }

    private FrameError TakeControl(Opcode opcode, byte[] content)
    {
        if (opcode == Opcode.Close && content.Length > 0)
        {
            var code = content.Length < 2 ? 0 : content[0] * 256 + content[1];
            if (content.Length < 2)
                return FrameError.CloseBodyTooShort;
            if (code is < 1000 or >= 5000 or 1004 or 1005 or 1006 or (> 1014 and < 3000))
                return FrameError.CloseCodeInvalid;
            if (!IsText(content[2..], ends: true))
                return FrameError.CloseReasonInvalid;
        }

        _ended.Add((opcode, Convert.ToHexString(content)));
        return FrameError.None;
    }

    private static bool IsText(byte[] content, bool ends)
    {
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        try
        {
            decoder.GetChars(content, new char[content.Length + 1], flush: ends);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
