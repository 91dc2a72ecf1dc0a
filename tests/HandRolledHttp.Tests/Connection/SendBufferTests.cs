using System.Buffers;
using HandRolledHttp.Connection;

namespace HandRolledHttp.Tests.Connection;

/// <summary>What gathers, gathers whole: also where the buffer is full to its last byte.</summary>
public sealed class SendBufferTests
{
    [Theory]
    [InlineData(16 * 1024, 1)]
    [InlineData((16 * 1024) - 3, 10)]
    [InlineData(10, 100_000)]
    public async Task Whatever_its_room_it_takes_what_is_written(int first, int second)
    {
        var transport = new MemoryTransport();
        using var buffer = new SendBuffer(transport, new Timeouts());

        buffer.Write(Enumerable.Repeat((byte)'a', first).ToArray());
        buffer.Write(Enumerable.Repeat((byte)'b', second).ToArray());
        Assert.NotEqual(0, buffer.GetSpan().Length);
        await buffer.FlushAsync();

        Assert.Equal(new string('a', first) + new string('b', second), transport.Sent);
    }
}
