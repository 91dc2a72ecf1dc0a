using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Numerics.BitOperations;

namespace HandRolledHttp.Http1;

/// <summary>
/// Classifies 32 bytes at once, to find the ends of a field line and of its name. A class is a mask: bit i belongs to byte i, so the lowest
/// bit is the first byte of the class.
/// </summary>
internal static class ByteClasses
{
    public const int Block = 32;

    /// <summary>Finds the ends of the line that begins at <paramref name="line"/>. The message has at least one block.</summary>
    /// <param name="message">The message so far.</param>
    /// <param name="line">The line's offset in the message.</param>
    /// <param name="colon">The first byte that is neither a letter nor <c>-</c>; at most one block further.</param>
    /// <param name="cr">The first byte that is neither visible ASCII nor SP; the end of the message or more if all are.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FindEnds(ReadOnlySpan<byte> message, int line, out int colon, out int cr)
    {
        var last = message.Length - Block;
        var start = Math.Min(line, last); // near the end of the message, the block begins before the line
        var block = Vector256.Create(message.Slice(start, Block));
        colon = line + TrailingZeroCount(~IsInName(block) >> (line - start));
        var ends = ~IsInValue(block) >> (line - start);
        cr = line + TrailingZeroCount(ends);
        while (ends == 0 && start < last)
        {
            start = Math.Min(start + Block, last);
            ends = ~IsInValue(Vector256.Create(message.Slice(start, Block)));
            cr = start + TrailingZeroCount(ends);
        }
    }

    private static uint IsInName(Vector256<byte> block)
    {
        var isLetter = IsFrom('a', 'z', block | Vector256.Create((byte)0x20)); // in lower case
        return (isLetter | Vector256.Equals(block, Vector256.Create((byte)'-'))).ExtractMostSignificantBits();
    }

    private static uint IsInValue(Vector256<byte> block) => IsFrom(' ', '~', block).ExtractMostSignificantBits();

    private static Vector256<byte> IsFrom(char first, char last, Vector256<byte> block) =>
        Vector256.LessThanOrEqual(block - Vector256.Create((byte)first), Vector256.Create((byte)(last - first)));
}
