using System.Buffers;

namespace HandRolledHttp.Http1;

/// <summary>
/// The alphabets of RFC 9110 §5.6.2 and RFC 5234 B.1.
/// <code>
/// tchar         = "!" / "#" / "$" / "%" / "&amp;" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA
/// token         = 1*tchar
/// VCHAR         = %x21-7E
/// obs-text      = %x80-FF
/// field-content = field-vchar [ 1*( SP / HTAB / field-vchar ) field-vchar ]
/// field-vchar   = VCHAR / obs-text
/// OWS           = *( SP / HTAB )
/// </code>
/// </summary>
internal static class Grammar
{
    public const byte CR = (byte)'\r', LF = (byte)'\n', SP = (byte)' ', HTAB = (byte)'\t';

    public static readonly SearchValues<char> TCharOfText =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static readonly SearchValues<byte> TChar = SearchValues.Create([.. Range(0x21, 0x7E).Where(b => TCharOfText.Contains((char)b))]);

    /// <summary>
    /// The bytes allowed in a request target: visible ASCII except <c>#</c>, since a fragment never leaves the client. RFC 3986 allows
    /// less, but browsers send <c>|</c>, <c>{</c> and similar characters unencoded, and none of them is a delimiter.
    /// </summary>
    public static readonly SearchValues<byte> TargetChar = SearchValues.Create([.. Range(0x21, 0x7E).Where(b => b != '#')]);

    /// <summary>
    /// The bytes not allowed in a field value: every control character except HTAB. A bare CR or a NUL there is an attack or an accident.
    /// </summary>
    public static readonly SearchValues<byte> NotFieldValue = SearchValues.Create([.. Range(0x00, 0x1F).Where(b => b != HTAB), 0x7F]);

    public static bool IsOws(byte b) => b is SP or HTAB;

    public static bool IsDigit(byte b) => (uint)(b - '0') <= 9;

    /// <summary>The value of a hexadecimal digit, or -1.</summary>
    public static int HexValue(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };

    /// <summary>The text between <paramref name="start"/> and <paramref name="end"/>, without surrounding white space.</summary>
    public static ByteRange TrimOws(ReadOnlySpan<byte> message, int start, int end)
    {
        while (start < end && IsOws(message[start]))
            start++;
        while (end > start && IsOws(message[end - 1]))
            end--;
        return new ByteRange(start, end - start);
    }

    private static IEnumerable<byte> Range(int first, int last) => Enumerable.Range(first, last - first + 1).Select(i => (byte)i);
}
