using SideBySide.Capture;

namespace SideBySide.Tests.Capture;

/// <summary>The buffer keeps its limits, and a slow watcher learns how many events it missed.</summary>
public sealed class LiveBufferTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_late_watcher_gets_what_is_kept_and_then_what_happens()
    {
        var buffer = new LiveBuffer(8, 100);
        buffer.Add(Bytes("a", 1));
        buffer.Add(Bytes("b", 1));

        var (first, dropped, next) = await buffer.ReadAsync(0, 10, Cancellation);
        var waiting = buffer.ReadAsync(next, 10, Cancellation);
        Assert.False(waiting.IsCompleted);
        buffer.Add(Bytes("c", 1));

        Assert.Equal(["a", "b"], first.Select(e => e.Id));
        Assert.Equal(0, dropped);
        Assert.Equal(["c"], (await waiting).Events.Select(e => e.Id));
    }

    [Theory]
    [InlineData(4, 1000, 10)] // limited by events
    [InlineData(100, 40, 10)] // limited by bytes
    public async Task The_oldest_goes_first_and_a_slow_watcher_learns_how_many(int maxEvents, int maxBytes, int size)
    {
        var buffer = new LiveBuffer(maxEvents, maxBytes);
        buffer.Add(Bytes("first", size));
        var (_, _, place) = await buffer.ReadAsync(0, 1, Cancellation);
        for (var i = 0; i < 20; i++)
            buffer.Add(Bytes($"{i}", size));

        var (events, dropped, next) = await buffer.ReadAsync(place, 100, Cancellation);

        Assert.Equal(["16", "17", "18", "19"], events.Select(e => e.Id));
        Assert.Equal((16, 21), (dropped, next));
        Assert.Equal(4 * size, buffer.Bytes);
    }

    [Fact]
    public async Task Watchers_read_each_for_themselves()
    {
        var buffer = new LiveBuffer(8, 100);
        var both = Enumerable.Range(0, 2).Select(_ => buffer.ReadAsync(0, 10, Cancellation)).ToArray();
        buffer.Add(Bytes("a", 1));

        Assert.All(await Task.WhenAll(both), read => Assert.Equal(["a"], read.Events.Select(e => e.Id)));
    }

    private static LiveBytes Bytes(string id, int size) => new(id, 0, Direction.In, new byte[size]);
}
