using System.Text.Unicode;

namespace HandRolledHttp.WebSocket;

/// <summary>
/// Validates UTF-8 (RFC 3629 §4) piece by piece: a character may be cut anywhere, between receives and between fragments
/// (RFC 6455 §5.6, §8.1). It finds a wrong byte as soon as the byte arrives.
/// <code>
/// UTF8-2 = %xC2-DF UTF8-tail
/// UTF8-3 = %xE0 %xA0-BF UTF8-tail / %xE1-EC 2( UTF8-tail ) / %xED %x80-9F UTF8-tail / %xEE-EF 2( UTF8-tail )
/// UTF8-4 = %xF0 %x90-BF 2( UTF8-tail ) / %xF1-F3 3( UTF8-tail ) / %xF4 %x80-8F 2( UTF8-tail )
/// UTF8-tail = %x80-BF
/// </code>
/// </summary>
internal struct Utf8Validator
{
    private const byte FirstTail = 0x80, LastTail = 0xBF;

    private int _missing; // missing bytes of the current character
    private byte _lower; // the allowed range of the next byte
    private byte _upper;

    /// <summary>Whether the text may end here: no character is incomplete.</summary>
    public readonly bool IsAtBoundary => _missing == 0;

    /// <summary>Validates the next piece.</summary>
    /// <returns>The index of the first invalid byte, or -1.</returns>
    public int FindInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        for (; at < bytes.Length && _missing > 0; at++)
        {
            if (!Take(bytes[at]))
                return at;
        }

        // .NET validates many bytes at a time, but does not say where the text is invalid; the loop below finds the place.
        var whole = bytes[at..^CutLength(bytes[at..])];
        if (Utf8.IsValid(whole))
            at += whole.Length;
        for (; at < bytes.Length; at++)
        {
            if (!Take(bytes[at]))
                return at;
        }

        return -1;
    }

    private bool Take(byte b)
    {
        if (_missing == 0)
            return b < 0x80 || Begin(b);
        if (b < _lower || b > _upper)
            return false;
        _missing--;
        (_lower, _upper) = (FirstTail, LastTail);
        return true;
    }

    // The lower bounds, C0 and C1 exclude overlong forms; the upper bounds exclude surrogates and values above U+10FFFF.
    private bool Begin(byte lead)
    {
        (_missing, _lower, _upper) = lead switch
        {
            >= 0xC2 and <= 0xDF => (1, FirstTail, LastTail),
            0xE0 => (2, (byte)0xA0, LastTail),
            0xED => (2, FirstTail, (byte)0x9F),
            >= 0xE1 and <= 0xEF => (2, FirstTail, LastTail),
            0xF0 => (3, (byte)0x90, LastTail),
            >= 0xF1 and <= 0xF3 => (3, FirstTail, LastTail),
            0xF4 => (3, FirstTail, (byte)0x8F),
            _ => (0, FirstTail, LastTail),
        };
        return _missing > 0;
    }

    // The number of bytes at the end that begin a character without completing it.
    private static int CutLength(ReadOnlySpan<byte> bytes)
    {
        for (var length = 1; length <= Math.Min(3, bytes.Length); length++)
        {
            var b = bytes[^length];
            if (b >= 0xC0)
                return length < (b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2) ? length : 0;
            if (b < 0x80)
                return 0;
        }

        return 0;
    }
}
