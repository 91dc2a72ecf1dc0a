using System.Buffers;
using HandRolledHttp.Connection;

namespace HandRolledHttp.Tests.Connection;

/// <summary>The buffer loses no byte, even when it is completely full.</summary>
public sealed class SendBufferTests
{
    [Theory]
    [InlineData(16 * 1024, 1)]
    [InlineData((16 * 1024) - 3, 10)]
    [InlineData(10, 100_000)]
    public async Task Whatever_its_room_it_takes_what_is_written(int first, int second)
    {
        var transport = new MemoryTransport();
        using var buffer = new SendBuffer(transport, new ConnectionState(transport, new Timeouts()));

        buffer.Write(Enumerable.Repeat((byte)'a', first).ToArray());
        buffer.Write(Enumerable.Repeat((byte)'b', second).ToArray());
        Assert.NotEqual(0, buffer.GetSpan().Length);
        await buffer.FlushAsync();

        Assert.Equal(new string('a', first) + new string('b', second), transport.Sent);
    }

    [Fact]
    public async Task One_silence_of_a_reader_is_bounded_however_much_is_left_to_send()
    {
        var transport = new MemoryTransport { Stalls = true };
        using var buffer = new SendBuffer(transport, new ConnectionState(transport, new Timeouts()));
        var large = new byte[100_000_000]; // at 240 bytes per second, nearly five days

        var sending = buffer.WriteAsync(large).AsTask();
        for (var minute = 0; minute < 3; minute++)
        {
            Assert.False(Due(transport, TimeSpan.FromSeconds(59)));
            transport.Deadline.Progress(); // the reader receives a part
        }

        Assert.False(Due(transport, TimeSpan.FromSeconds(59)));
        Assert.True(Due(transport, TimeSpan.FromSeconds(1)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public void A_reader_that_takes_a_little_again_and_again_has_no_more_time_than_the_rate_gives()
    {
        var transport = new MemoryTransport { Stalls = true };
        using var buffer = new SendBuffer(transport, new ConnectionState(transport, new Timeouts { Grace = TimeSpan.FromSeconds(5) }));

        _ = buffer.WriteAsync(new byte[24_000]).AsTask(); // 100 s at 240 bytes per second
        foreach (var seconds in (int[])[50, 50])
        {
            Assert.False(Due(transport, TimeSpan.FromSeconds(seconds)));
            transport.Deadline.Progress();
        }

        Assert.False(Due(transport, TimeSpan.FromSeconds(4)));
        Assert.True(Due(transport, TimeSpan.FromSeconds(1)));
    }

    private static bool Due(MemoryTransport transport, TimeSpan passes)
    {
        transport.Time.Advance(passes);
        return transport.Deadline.Check(transport.Time.GetTimestamp());
    }
}
