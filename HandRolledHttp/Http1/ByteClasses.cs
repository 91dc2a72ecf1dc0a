using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace HandRolledHttp.Http1;

/// <summary>
/// Says of 32 to 64 bytes at once which are no tchar, and which are neither VCHAR nor SP, as a mask: bit i is about byte i, and the bits after
/// the last byte are 0. Written for 32 bytes at a time; where a processor has only vectors of 16 (Arm), .NET takes two.
/// </summary>
internal static class ByteClasses
{
    public const int Least = 32, Most = 64;

    // A byte has two halves, 0xhl. It is a tchar when bit h of row l is set; from 0x80 on nothing is one, so eight bits are enough.
    private static readonly Vector128<byte> s_rows = MakeRows();
    private static readonly Vector128<byte> s_bits = Vector128.Create(1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Whether the processor looks up 16 bytes in a table at once. Without that, the masks cost more than they save.</summary>
    public static bool AreFast => Ssse3.IsSupported | AdvSimd.Arm64.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Find(ReadOnlySpan<byte> bytes, out ulong notTChar, out ulong notPrinting)
    {
        var second = bytes.Length - Least; // the halves overlap when there are fewer than 64
        var (a, b) = (Vector256.Create(bytes), Vector256.Create(bytes[second..]));
        notTChar = NotTChar(a) | (ulong)NotTChar(b) << second;
        notPrinting = NotPrinting(a) | (ulong)NotPrinting(b) << second;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint NotTChar(Vector256<byte> bytes) =>
        Vector256.Equals(LookUp(s_rows, bytes) & LookUp(s_bits, (bytes.AsUInt16() >>> 4).AsByte() & Vector256.Create((byte)0x0F)), Vector256<byte>.Zero).ExtractMostSignificantBits();

    // With 1 added, and read as signed numbers, SP and VCHAR are those from 0x21 on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint NotPrinting(Vector256<byte> bytes) =>
        Vector256.LessThan(bytes.AsSByte() + Vector256<sbyte>.One, Vector256.Create((sbyte)0x21)).ExtractMostSignificantBits();

    // By the lower half of each byte; 0 for those from 0x80 on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> LookUp(Vector128<byte> table, Vector256<byte> bytes)
    {
        if (Avx2.IsSupported)
            return Avx2.Shuffle(Vector256.Create(table, table), bytes);
        bytes &= Vector256.Create((byte)0x8F);
        return Vector256.Create(Vector128.ShuffleNative(table, bytes.GetLower()), Vector128.ShuffleNative(table, bytes.GetUpper()));
    }

    private static Vector128<byte> MakeRows()
    {
        var rows = new byte[16];
        for (byte b = 0; b < 0x80; b++)
            rows[b & 0x0F] |= (byte)(Convert.ToByte(Grammar.TChar.Contains(b)) << (b >> 4));
        return Vector128.Create<byte>(rows);
    }
}
