namespace HandRolledHttp.Tests.Connection;

/// <summary>How long a connection waits for its peer; the test controls the clock.</summary>
public sealed class DeadlineTests
{
    [Fact]
    public async Task An_idle_connection_is_closed_without_a_word()
    {
        var served = new Served();
        var run = served.RunAsync();
        await served.Transport.PassAsync(TimeSpan.FromSeconds(59));
        Assert.False(run.IsCompleted);

        await served.Transport.PassAsync(TimeSpan.FromSeconds(1));

        await run;
        Assert.Equal("", served.Transport.Sent);
    }

    [Fact]
    public async Task A_head_must_arrive_in_time_however_it_drips()
    {
        var served = new Served();
        var run = served.RunAsync();
        foreach (var drop in "GET / HTTP/1.1\r\nHost")
        {
            await served.Transport.WaitsAsync();
            served.Transport.Arrive(drop.ToString());
            await served.Transport.PassAsync(TimeSpan.FromSeconds(1));
        }

        await run;
        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", served.Transport.Sent, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", served.Transport.Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_drips_too_slowly_is_refused()
    {
        var served = new Served();
        var run = served.RunAsync();
        served.Transport.Arrive("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n");

        // 240 bytes per second are enough forever, also after the grace of five seconds.
        for (var second = 0; second < 10; second++)
        {
            await served.Transport.PassAsync(TimeSpan.FromSeconds(1));
            served.Transport.Arrive(new string('x', 240));
        }

        Assert.False(run.IsCompleted);
        for (var second = 0; second < 6; second++)
        {
            await served.Transport.PassAsync(TimeSpan.FromSeconds(1));
            served.Transport.Arrive("x");
        }

        await run;
        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", served.Transport.Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut()
    {
        var served = new Served(new MemoryTransport { Stalls = true });
        var run = served.RunAsync();
        served.Transport.Arrive("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

        await served.Transport.PassUntilDueAsync(TimeSpan.FromSeconds(7));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }
}
