using System.Numerics;

namespace HandRolledHttp.WebSocket;

/// <summary>
/// Masks or unmasks a payload; the operation is the same (RFC 6455 §5.3):
/// <code>
/// transformed-octet-i = original-octet-i XOR masking-key-octet-(i MOD 4)
/// </code>
/// The mask hides nothing. It prevents the author of a page from choosing the bytes on the wire, which a proxy could mistake for a request
/// (§10.3).
/// </summary>
internal static class Masking
{
    /// <summary>Transforms bytes in place.</summary>
    /// <param name="bytes">A piece of a payload.</param>
    /// <param name="key">The masking key; its first byte on the wire is the highest one here.</param>
    /// <param name="position">The number of payload bytes before this piece; only its remainder by 4 matters.</param>
    public static void Apply(Span<byte> bytes, uint key, long position)
    {
        // The key, rotated to the start of this piece. Its length divides the length of every vector, so one pattern fits all vectors.
        key = BitOperations.RotateLeft(key, 8 * (int)(position & 3));
        if (bytes.Length >= Vector<byte>.Count)
        {
            var whole = bytes.Length - bytes.Length % Vector<byte>.Count;
            ApplyVectors(bytes[..whole], Pattern(key));
            bytes = bytes[whole..];
        }

        for (var i = 0; i < bytes.Length; i++)
            bytes[i] ^= (byte)(key >> (24 - 8 * (i & 3)));
    }

    private static Vector<byte> Pattern(uint key)
    {
        Span<byte> pattern = stackalloc byte[Vector<byte>.Count];
        for (var i = 0; i < pattern.Length; i++)
            pattern[i] = (byte)(key >> (24 - 8 * (i & 3)));
        return new Vector<byte>(pattern);
    }

    private static void ApplyVectors(Span<byte> bytes, Vector<byte> pattern)
    {
        foreach (ref var vector in System.Runtime.InteropServices.MemoryMarshal.Cast<byte, Vector<byte>>(bytes))
            vector ^= pattern;
    }
}
