using HandRolledHttp.Connection;
using HandRolledHttp.Http1;

namespace HandRolledHttp.Tests.Connection;

/// <summary>A connection is idle until a byte of a request line arrives; empty lines do not count (RFC 9112 §2.2).</summary>
public sealed class IdleTests
{
    private const string A = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    private const string Post = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi";

    public static TheoryData<string> Strays => ["\r\n", "\r\n\r\n", "\r"];

    [Theory]
    [MemberData(nameof(Strays))]
    public async Task A_stray_empty_line_is_silence(string stray)
    {
        foreach (var (first, later) in new[] { (Post + stray, ""), (Post, stray), (stray, ""), ("", stray) })
        {
            var served = new Served();
            var run = served.RunAsync();
            if (first.Length > 0)
                served.Transport.Arrive(first);
            if (later.Length > 0)
            {
                await served.Transport.WaitsAsync();
                served.Transport.Arrive(later);
            }

            await served.Transport.PassAsync(TimeSpan.FromSeconds(59));
            Assert.False(run.IsCompleted);
            await served.Transport.PassAsync(TimeSpan.FromSeconds(1));

            await run;
            Assert.DoesNotContain("408", served.Transport.Sent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Empty_lines_do_not_prolong_it()
    {
        var served = new Served();
        var run = served.RunAsync();
        for (var i = 0; i < 3; i++)
        {
            await served.Transport.PassAsync(TimeSpan.FromSeconds(15));
            served.Transport.Arrive("\r\n");
        }

        await served.Transport.PassAsync(TimeSpan.FromSeconds(15));
        await run;
        Assert.Equal("", served.Transport.Sent);
    }

    [Theory]
    [InlineData(1, 60, "")]
    [InlineData(3, 60, "")]
    [InlineData(0, 20, "HTTP/1.1 408 ")] // a request has begun and not ended
    public async Task A_record_without_a_byte_of_a_request_is_silence(int records, int seconds, string expected)
    {
        var served = new Served();
        var run = served.RunAsync();
        await served.Transport.WaitsAsync();
        served.Transport.Begun!();
        for (var i = 0; i < records; i++)
        {
            await served.Transport.PassAsync(TimeSpan.FromSeconds(15));
            served.Transport.Emptied!();
            await served.Transport.PassAsync(TimeSpan.FromSeconds(1));
            if (i < records - 1)
                served.Transport.Begun!();
        }

        await served.Transport.PassAsync(TimeSpan.FromSeconds(seconds - (16 * records) - 1));
        Assert.False(run.IsCompleted);
        await served.Transport.PassAsync(TimeSpan.FromSeconds(1));

        if (expected.Length > 0)
            served.Transport.Finish(); // ends the linger
        await run;
        Assert.StartsWith(expected, served.Transport.Sent, StringComparison.Ordinal);
        Assert.Equal(expected.Length == 0, served.Transport.Sent.Length == 0);
    }

    [Theory]
    [MemberData(nameof(Strays))]
    public async Task A_stop_leaves_it_a_moment(string stray)
    {
        var served = new Served();
        var run = served.RunAsync();
        served.Transport.Arrive(Post + stray);
        await served.Transport.WaitsAsync();
        served.Transport.IsDraining = true;
        served.Transport.Deadline.Interrupt(RawSocketServer.Listening.Interruption.Draining);

        await served.Transport.PassUntilDueAsync(Timeouts.LastRequest);

        await run;
        Assert.DoesNotContain("408", served.Transport.Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_behind_empty_lines_has_its_own_time()
    {
        var served = new Served();
        var run = served.RunAsync();
        served.Transport.Arrive("\r\n");
        await served.Transport.PassAsync(TimeSpan.FromSeconds(50));
        served.Transport.Arrive("GET /a HT");
        await served.Transport.PassAsync(TimeSpan.FromSeconds(19));
        served.Transport.Arrive("TP/1.1\r\nHost: x\r\n\r\n");
        served.Transport.Finish();

        await run;
        Assert.EndsWith("\r\n\r\nA", served.Transport.Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_head_is_no_silence()
    {
        var served = new Served();
        var run = served.RunAsync();
        served.Transport.Arrive(A + "\r\nG");
        await served.Transport.PassAsync(TimeSpan.FromSeconds(20));

        await run;
        Assert.Contains("HTTP/1.1 408 ", served.Transport.Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_silence_in_a_body_is_bounded_however_fast_it_came_before()
    {
        var served = new Served();
        var run = served.RunAsync();
        served.Transport.Arrive(
            "POST /ignored HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\nPOST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n");
        served.Transport.Arrive(new string('x', 1_000_000));
        await served.Transport.PassAsync(TimeSpan.FromSeconds(59));
        Assert.False(run.IsCompleted);

        await served.Transport.PassAsync(TimeSpan.FromSeconds(1));

        var refused = await Assert.ThrowsAsync<RequestRejectedException>(() => run); // the echo has begun, so the connection is cut
        Assert.Equal(RejectionReason.BodyTimeout, refused.Result.Reason);
    }
}
