using System.Globalization;
using System.Text;
using SideBySide.Language;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>
/// The bytes after a backslash inside <c>$'…'</c>, by bash's rules: <c>\a \b \e \f \n \r \t \v \\ \' \" \?</c>, one to three octal digits,
/// <c>\xH[H]</c>, <c>\uH[HHH]</c>, <c>\UH[HHHHHHH]</c>. bash ends the word at a NUL, so a NUL is rejected.
/// </summary>
internal static class AnsiEscape
{
    /// <summary>The bytes of an escape.</summary>
    /// <param name="text">The text after the backslash; at least one byte.</param>
    /// <param name="length">The number of bytes of <paramref name="text"/> in the escape.</param>
    /// <exception cref="CurlException">The escape is unknown to bash or means NUL.</exception>
    public static byte[] Read(ReadOnlySpan<byte> text, out int length)
    {
        length = 1;
        return (char)text[0] switch
        {
            'a' => [7],
            'b' => [8],
            'e' or 'E' => [27],
            'f' => [12],
            'n' => [10],
            'r' => [13],
            't' => [9],
            'v' => [11],
            '\\' or '\'' or '"' or '?' => [text[0]],
            >= '0' and <= '7' => [(byte)Number(text, 0, 3, 8, out length)],
            'x' => [(byte)Number(text, 1, 2, 16, out length)],
            'u' => Character(Number(text, 1, 4, 16, out length)),
            'U' => Character(Number(text, 1, 8, 16, out length)),
            _ => throw Unknown(text),
        };
    }

    private static uint Number(ReadOnlySpan<byte> text, int from, int most, uint radix, out int length)
    {
        var value = 0u;
        for (length = from; length < text.Length && length < from + most && Digit(text[length]) is var digit && digit < radix; length++)
            value = (value * radix) + digit;
        var isByte = radix == 8 || text[0] == 'x';
        return length == from || (isByte ? value & 0xff : value) == 0 || value > 0x10ffff ? throw Unknown(text[..length]) : value;
    }

    private static uint Digit(byte octet) =>
        char.IsAsciiHexDigit((char)octet) ? uint.Parse([(char)octet], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : uint.MaxValue;

    // bash encodes each half of a surrogate pair as three bytes: \ud83d\ude00 becomes six bytes, which are not UTF-8.
    private static byte[] Character(uint code) => code is >= 0xd800 and <= 0xdfff
        ? [(byte)(0xe0 | (code >> 12)), (byte)(0x80 | ((code >> 6) & 0x3f)), (byte)(0x80 | (code & 0x3f))]
        : Encoding.UTF8.GetBytes(new Rune(code).ToString());

    private static CurlException Unknown(ReadOnlySpan<byte> text) =>
        new(Texts.UnknownShellEscape($"\\{(text[0] < 0x80 ? Encoding.ASCII.GetString(text[0] is (byte)'x' or (byte)'u' or (byte)'U' or (>= (byte)'0' and <= (byte)'7') ? text : text[..1]) : "…")}"));
}
