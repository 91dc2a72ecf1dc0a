using System.Text.Unicode;

namespace HandRolledHttp.Http1;

/// <summary>
/// The path that routes see: percent-decoded exactly once (RFC 3986 §2.4) and without the dot segments <c>.</c> and <c>..</c> (§5.2.4).
/// Each segment is decoded separately. An encoded separator (<c>%2F</c>, <c>%5C</c>) does not become a separator: a path with one matches
/// no route and no file, as in httpd with AllowEncodedSlashes off. So no encoding lets a path leave a folder.
/// </summary>
public sealed class TargetPath
{
    private byte[] _decoded = [];
    private ByteRange _raw;
    private int _length = -1;

    /// <summary>
    /// The path has an encoded separator, or is not UTF-8 (an overlong form, for example): it matches no route and no file.
    /// </summary>
    public bool NamesNothing { get; private set; }

    /// <summary>The path's bytes, UTF-8, beginning with <c>/</c>.</summary>
    /// <param name="message">The message that the head was parsed from.</param>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> message) => _length >= 0 ? _decoded.AsSpan(0, _length)
        : _raw.Length == 0 ? "/"u8
        : _raw.Of(message);

    /// <summary>A path without escapes and dot segments is used as it is.</summary>
    internal ByteRange Plain { set => _raw = value; }

    internal void Clear()
    {
        _raw = default;
        _length = -1;
        NamesNothing = false;
    }

    internal ParseResult Set(ReadOnlySpan<byte> message, ByteRange path)
    {
        _raw = path;
        var bytes = path.Of(message);
        var special = bytes.IndexOfAny((byte)'%', (byte)'.');
        if (special < 0 || (!bytes[special..].Contains((byte)'%') && bytes.IndexOf("/."u8) < 0))
            return ParseResult.Complete(path.End); // nearly every path: nothing to decode or copy

        if (_decoded.Length < bytes.Length)
            _decoded = new byte[bytes.Length];
        _length = 0;
        foreach (var range in bytes[1..].Split((byte)'/'))
        {
            var segment = bytes[1..][range];
            var isLast = range.End.Value == bytes.Length - 1;
            if (!Append(segment, isLast))
                return ParseResult.Rejected(RejectionReason.TargetEscape, path.Offset + 1 + range.Start.Value, segment.Length);
        }

        return ParseResult.Complete(path.End);
    }

    // False: the segment contains a NUL, which ends a string in C (RFC 3986 §7.3).
    private bool Append(ReadOnlySpan<byte> segment, bool isLast)
    {
        _decoded[_length] = (byte)'/';
        var written = PercentEncoding.Decode(segment, _decoded.AsSpan(_length + 1));
        var decoded = _decoded.AsSpan(_length + 1, written);
        if (decoded.Contains((byte)0))
            return false;

        NamesNothing |= !Utf8.IsValid(decoded) || (decoded.Length < segment.Length && decoded.IndexOfAny((byte)'/', (byte)'\\') >= 0);
        if (decoded.SequenceEqual(".."u8))
            _length = Math.Max(0, _decoded.AsSpan(0, _length).LastIndexOf((byte)'/'));
        else if (!decoded.SequenceEqual("."u8))
        {
            _length += 1 + written;
            return true;
        }

        if (isLast)
            _decoded[_length++] = (byte)'/'; // "/a/." and "/a/b/.." name the folder
        return true;
    }
}
