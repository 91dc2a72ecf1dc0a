using RawSocketServer.Frames;

namespace RawSocketServer.Tests.Frames;

/// <summary>Reads each stream whole, one byte at a time, and cut at every position, with the same frames.</summary>
public class FrameReaderTests
{
    [Theory]
    [InlineData("00000000", "", false)]
    [InlineData("0000000161", "61", false)]
    [InlineData("0000000261620000000000000001FF", "6162||FF", false)]
    [InlineData("00", null, true)]
    [InlineData("000000", null, true)]
    [InlineData("00000003616263000000036162", "616263", true)]
    [InlineData("01000000", "!16777216", true)]
    [InlineData("00100001", "!1048577", true)]
    [InlineData("000000006162630A", "|!1633837834", true)]
    [InlineData("FFFFFFFF", "!4294967295", true)]
    public void Frames_are_the_same_however_the_bytes_are_cut(string stream, string? expected, bool isInside)
    {
        var bytes = Convert.FromHexString(stream);
        string[] frames = expected?.Split('|') ?? [];
        for (var cut = 0; cut <= bytes.Length; cut++)
            AssertRead(bytes[..cut], bytes[cut..]);
        AssertRead([.. bytes.Select(b => new[] { b })]);

        void AssertRead(params byte[][] parts)
        {
            var (read, inside) = Read(parts);
            Assert.Equal(frames, read);
            Assert.Equal(isInside, inside);
        }
    }

    [Fact]
    public void A_length_that_promises_much_costs_nothing_before_its_bytes_arrive()
    {
        var reader = new FrameReader();
        ReadOnlySpan<byte> head = [0x00, 0x10, 0x00, 0x00];
        Assert.Equal(FrameState.NeedMore, reader.Read(ref head));
        Assert.InRange(reader.Held, 4, 64);
        for (var received = 0; received < FrameReader.MaxLength; received += 1024)
        {
            ReadOnlySpan<byte> part = new byte[1024];
            Assert.Equal(received + 1024 == FrameReader.MaxLength ? FrameState.Complete : FrameState.NeedMore, reader.Read(ref part));
            Assert.InRange(reader.Held, 4, 2 * (received + 1024) + 64);
        }

        reader.Next();
        Assert.Equal(0, reader.Held);
    }

    [Fact]
    public void A_frame_is_read_as_it_was_written()
    {
        var reader = new FrameReader();
        ReadOnlySpan<byte> bytes = FrameReader.Of("你好"u8);
        Assert.Equal(FrameState.Complete, reader.Read(ref bytes));
        Assert.Equal("你好"u8.ToArray(), reader.Payload.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => FrameReader.Of(new byte[FrameReader.MaxLength + 1]));
    }

    private static (string[] Frames, bool IsInside) Read(params byte[][] parts)
    {
        var reader = new FrameReader();
        var frames = new List<string>();
        foreach (var part in parts)
        {
            ReadOnlySpan<byte> bytes = part;
            while (bytes.Length > 0)
            {
                var state = reader.Read(ref bytes);
                if (state == FrameState.TooLong)
                    return ([.. frames, $"!{reader.Length}"], true);
                if (state == FrameState.NeedMore)
                    continue;
                frames.Add(Convert.ToHexString(reader.Payload.Span));
                reader.Next();
            }
        }

        return ([.. frames], reader.IsInsideFrame);
    }
}
