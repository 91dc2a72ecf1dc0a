using System.Buffers;
using System.Globalization;

namespace HandRolledHttp.Web.Conditions;

// entity-tag = [ weak ] opaque-tag                                           RFC 9110 §8.8.3
// weak       = %s"W/"
// opaque-tag = DQUOTE *etagc DQUOTE
// etagc      = %x21 / %x23-7E / obs-text

/// <summary>A name for one state of a resource: if the tags are equal, so are the bytes (strong) or their meaning (weak).</summary>
/// <param name="Opaque">The text between the quotes; only compared, never interpreted.</param>
/// <param name="IsWeak">Whether it has the prefix <c>W/</c>.</param>
public readonly record struct EntityTag(string Opaque, bool IsWeak = false)
{
    // All other characters are etagc; field values are already decoded, so obs-text may be any other character.
    private static readonly SearchValues<char> s_notEtagc = SearchValues.Create([.. Enumerable.Range(0, 0x21).Select(c => (char)c), '"', '\x7F']);

    /// <summary>The tag of a file: last write in hexadecimal UTC ticks, without the fraction of a second, and length in hexadecimal.</summary>
    /// <remarks>
    /// Two writes within one second that leave the same length get the same tag. A digest of the content would distinguish them, but would
    /// require reading the whole file; most file servers make the same compromise.
    /// </remarks>
    /// <param name="lastWrite">When the file was last written.</param>
    /// <param name="length">Its length in bytes.</param>
    public static EntityTag Of(DateTimeOffset lastWrite, long length) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{lastWrite.UtcTicks - lastWrite.UtcTicks % TimeSpan.TicksPerSecond:x}-{length:x}"));

    /// <summary>Strong comparison: same tag, and neither is weak (RFC 9110 §8.8.3.2).</summary>
    public bool StronglyEquals(EntityTag other) => !IsWeak && !other.IsWeak && Opaque == other.Opaque;

    /// <summary>Weak comparison: same tag, weak or not (RFC 9110 §8.8.3.2).</summary>
    public bool WeaklyEquals(EntityTag other) => Opaque == other.Opaque;

    /// <summary>Reads a single entity-tag, as If-Range carries it.</summary>
    /// <returns>Null if the text is anything else.</returns>
    public static EntityTag? Parse(ReadOnlySpan<char> text) =>
        TryTake(ref text, out var tag) && text.IsEmpty ? tag : null;

    /// <summary>Consumes an entity-tag at the start of the text.</summary>
    internal static bool TryTake(ref ReadOnlySpan<char> text, out EntityTag tag)
    {
        tag = default;
        var isWeak = text.StartsWith("W/", StringComparison.Ordinal);
        var quoted = isWeak ? text[2..] : text;
        if (quoted.IsEmpty || quoted[0] != '"')
            return false;

        var opaque = quoted[1..];
        var end = opaque.IndexOfAny(s_notEtagc);
        if (end < 0 || opaque[end] != '"')
            return false;

        tag = new EntityTag(opaque[..end].ToString(), isWeak);
        text = opaque[(end + 1)..];
        return true;
    }

    /// <summary>The tag as written in a field.</summary>
    public override string ToString() => IsWeak ? $"W/\"{Opaque}\"" : $"\"{Opaque}\"";
}
