using System.Runtime.CompilerServices;
using System.Text;
using static System.Buffers.Binary.BinaryPrimitives;

namespace HandRolledHttp.Http1;

/// <summary>Recognises field names; they are compared without case (RFC 9110 §5.1).</summary>
internal static class KnownFields
{
    // In lower case, and in the order of KnownField.
    private static readonly byte[][] s_names = [.. new[]
    {
        "", "host", "content-length", "transfer-encoding", "connection", "expect", "content-type", "content-location", "authorization", "date", "from",
        "if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range", "max-forwards", "range", "referer", "user-agent",
    }.Select(Encoding.ASCII.GetBytes)];

    // Length and fourth letter tell them apart, so each has a place of its own.
    private static readonly KnownField[] s_places = MakePlaces();

    public static KnownField Recognise(ReadOnlySpan<byte> name) => name.Length > 3 && Is(name, Candidate(name.Length, name[3])) ? Candidate(name.Length, name[3]) : KnownField.Other;

    /// <summary>The only known field that a token with this length and fourth byte can be the name of.</summary>
    public static KnownField Candidate(int length, byte fourth) => s_places[((length << 5) | (fourth & 0x1F)) & 0x3FF];

    /// <summary>Whether a token is the name of this field. Three times eight bytes leave none of it out, or twice four.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // or else the loop over all lines runs out of registers
    public static bool Is(ReadOnlySpan<byte> name, KnownField field)
    {
        ReadOnlySpan<byte> known = s_names[(int)field];
        if (name.Length != known.Length)
            return false;
        if (name.Length < 8)
            return Lower4(name) == Lower4(known) && Lower4(name[^4..]) == Lower4(known[^4..]);
        var (middle, last) = ((name.Length - 8) / 2, name.Length - 8);
        return Lower8(name) == Lower8(known) && Lower8(name[middle..]) == Lower8(known[middle..]) && Lower8(name[last..]) == Lower8(known[last..]);
    }

    /// <summary>
    /// Fields whose value is no list: a second line would make the message mean two things (RFC 9110 §5.3).
    /// Content-Length is among them although equal copies could be merged (RFC 9110 §8.6 allows refusing; a proxy in front may not merge).
    /// If-Modified-Since and If-Unmodified-Since are not: with several dates they must be ignored (RFC 9110 §13.1.3, §13.1.4).
    /// </summary>
    public static bool IsSingleton(KnownField field) => field is not (KnownField.Other or KnownField.TransferEncoding or KnownField.Connection or KnownField.Expect
        or KnownField.IfMatch or KnownField.IfNoneMatch or KnownField.IfModifiedSince or KnownField.IfUnmodifiedSince);

    /// <summary>
    /// CGI turns both <c>-</c> and <c>_</c> of a name into <c>_</c>, so that behind a gateway <c>Content_Length</c> becomes the real one.
    /// It is never mistaken for it here, and it is refused for the sake of whoever sits behind.
    /// </summary>
    public static bool LooksLikeFraming(ReadOnlySpan<byte> name) =>
        name.Length is 14 or 17 && Candidate(name.Length, name[3]) is KnownField.ContentLength or KnownField.TransferEncoding && SameButForDashes(name);

    private static bool SameButForDashes(ReadOnlySpan<byte> name)
    {
        Span<byte> dashed = stackalloc byte[name.Length];
        name.Replace(dashed, (byte)'_', (byte)'-');
        return Recognise(dashed) is KnownField.ContentLength or KnownField.TransferEncoding;
    }

    // The bit of lower case makes a letter of a capital, and of no other tchar a letter or a dash.
    private static uint Lower4(ReadOnlySpan<byte> name) => ReadUInt32LittleEndian(name) | 0x20202020;

    private static ulong Lower8(ReadOnlySpan<byte> name) => ReadUInt64LittleEndian(name) | 0x20202020_20202020;

    private static KnownField[] MakePlaces()
    {
        var places = new KnownField[1 << 10];
        for (var i = 1; i < s_names.Length; i++)
            places[(s_names[i].Length << 5) | (s_names[i][3] & 0x1F)] = (KnownField)i;
        return places;
    }
}
