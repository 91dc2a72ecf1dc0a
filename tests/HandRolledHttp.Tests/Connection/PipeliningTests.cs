using HandRolledHttp.Web;

namespace HandRolledHttp.Tests.Connection;

/// <summary>A finished response is sent even if the handler of the next request is slow or fails.</summary>
public sealed class PipeliningTests
{
    private const string A = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    private const string Slow = "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n";

    private readonly TaskCompletionSource _goOn = new();

    [Fact]
    public async Task A_finished_response_leaves_before_a_handler_that_waits_for_its_own_body()
    {
        var served = new Served();
        var run = served.RunAsync();
        served.Transport.Arrive(A + "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
        await served.Transport.WaitsAsync();

        Assert.Equal(Served.Ok("A") + "HTTP/1.1 100 Continue\r\n\r\n", served.Transport.Sent);
        served.Transport.Arrive("body");
        served.Transport.Finish();
        await run;
        Assert.EndsWith("\r\n\r\nbody", served.Transport.Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_slow_handlers_keep_the_order()
    {
        var served = new Served().Map("GET", "/slow", async (_, response) =>
        {
            await _goOn.Task;
            await response.TextAsync("slow");
        });
        served.Transport.Arrive(A + Slow + A + Slow);
        served.Transport.Finish();
        var run = served.RunAsync();

        Assert.Equal(Served.Ok("A"), served.Transport.Sent);
        _goOn.SetResult();
        await run;
        Assert.Equal(Served.Ok("A") + Served.Ok("slow") + Served.Ok("A") + Served.Ok("slow"), served.Transport.Sent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_may_go_on_while_the_finished_responses_are_leaving(bool flushes)
    {
        for (var round = 0; round < 500; round++)
        {
            var served = new Served().Map("GET", "/slow", async (_, response) =>
            {
                await Task.Yield();
                if (flushes)
                    response.ContentLength = 4;
                await response.TextAsync("slow");
                if (flushes)
                    await response.FlushAsync();
            });

            Assert.Equal(Served.Ok("A") + Served.Ok("slow") + Served.Ok("A"), await served.AnswerAsync(A + Slow + A));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_that_fails_in_its_response_is_cut_behind_the_finished_ones(bool waits)
    {
        var served = new Served().Map("GET", "/slow", async (_, response) =>
        {
            response.ContentLength = 9;
            await response.TextAsync("half");
            if (waits)
                await _goOn.Task;
            throw new IOException("the disk is gone");
        });
        served.Transport.Arrive(A + Slow + A);
        served.Transport.Finish();
        var run = served.RunAsync();
        _goOn.SetResult();

        await Assert.ThrowsAsync<IOException>(() => run);
        Assert.Equal(Served.Ok("A"), served.Transport.Sent);
    }

    [Fact]
    public async Task Each_response_says_when_it_was_made()
    {
        var served = new Served();
        served.Map("GET", "/slow", async (_, response) =>
        {
            await _goOn.Task;
            await response.TextAsync("slow");
        });
        served.Map("GET", "/blocks", (_, response) =>
        {
            served.Transport.Time.Advance(TimeSpan.FromSeconds(10));
            return response.TextAsync("blocks");
        });
        served.Transport.Arrive(A + "GET /blocks HTTP/1.1\r\nHost: x\r\n\r\n" + Slow);
        served.Transport.Finish();
        var run = served.RunAsync();
        served.Transport.Time.Advance(TimeSpan.FromSeconds(10));
        _goOn.SetResult();
        await run;

        var dates = served.Transport.Sent.Split("\r\n").Where(line => line.StartsWith("Date: ", StringComparison.Ordinal));
        Assert.Equal(["08:49:37", "08:49:47", "08:49:57"], dates.Select(line => line.Split(' ')[^2]));
    }
}
