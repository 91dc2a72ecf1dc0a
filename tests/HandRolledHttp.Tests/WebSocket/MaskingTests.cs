using System.Buffers.Binary;
using HandRolledHttp.WebSocket;

namespace HandRolledHttp.Tests.WebSocket;

/// <summary>Masking many bytes at a time equals masking byte by byte (RFC 6455 §5.3).</summary>
public sealed class MaskingTests
{
    private static readonly byte[] s_key = [0x01, 0x80, 0xFE, 0x37];

    [Fact]
    public void Each_byte_is_transformed_by_the_key_octet_of_its_position()
    {
        var random = new Random(1);
        for (var length = 0; length < 300; length++)
        {
            for (var start = 0; start < 9; start++)
            {
                var buffer = new byte[start + length + 1];
                random.NextBytes(buffer);
                var expected = buffer.Select((b, i) => i < start || i >= start + length ? b : (byte)(b ^ s_key[i % 4])).ToArray();

                Masking.Apply(buffer.AsSpan(start, length), BinaryPrimitives.ReadUInt32BigEndian(s_key), start);

                Assert.Equal(expected, buffer); // the bytes around it are unchanged
            }
        }
    }

    [Fact]
    public void A_position_far_inside_counts_by_its_remainder()
    {
        byte[] bytes = [0, 0, 0, 0, 0];
        Masking.Apply(bytes, BinaryPrimitives.ReadUInt32BigEndian(s_key), long.MaxValue); // 3 modulo 4
        Assert.Equal([0x37, 0x01, 0x80, 0xFE, 0x37], bytes);
    }
}
