using HandRolledHttp.Connection;
using HandRolledHttp.Web;

namespace HandRolledHttp.Tests.Connection;

/// <summary>When a connection persists, and when it ends.</summary>
public sealed class PersistenceTests
{
    private const string A = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    private const string B = "GET /b HTTP/1.1\r\nHost: x\r\n\r\n";

    [Fact]
    public async Task Answers_request_after_request() =>
        Assert.Equal(Served.Ok("A") + Served.Ok("B"), await new Served().AnswerAsync(A, B));

    [Fact]
    public async Task Answers_pipelined_requests_in_order_and_in_one_send()
    {
        var served = new Served();

        Assert.Equal(Served.Ok("A") + Served.Ok("B") + Served.Ok("A"), await served.AnswerAsync(A + B + A));
        Assert.Single(served.Transport.Sends);
    }

    [Fact]
    public async Task A_handler_that_waits_lets_the_answers_before_it_go()
    {
        var waits = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var served = new Served().Map("GET", "/slow", async (_, response) =>
        {
            waits.SetResult();
            await goOn.Task;
            await response.TextAsync("slow");
        });
        served.Transport.Arrive(A + "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
        served.Transport.Finish();
        var run = served.RunAsync();
        await waits.Task;

        Assert.Equal(Served.Ok("A"), served.Transport.Sent);
        goOn.SetResult();
        await run;
        Assert.Equal(Served.Ok("A") + Served.Ok("slow"), served.Transport.Sent);
    }

    [Fact]
    public async Task Answers_a_request_that_arrives_byte_by_byte() =>
        Assert.Equal(Served.Ok("A") + Served.Ok("B"), await new Served().AnswerAsync([.. (A + B).Select(c => c.ToString())]));

    [Fact]
    public async Task Closes_when_the_client_says_so_and_answers_nothing_after_it()
    {
        var served = new Served();

        var answer = await served.AnswerAsync("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" + B);

        Assert.Equal(Served.Ok("A", "Connection: close\r\n"), answer);
        Assert.True(served.Transport.Lingered);
    }

    [Fact]
    public async Task Closes_after_http_1_0_unless_asked_to_go_on()
    {
        Assert.Equal(Served.Ok("A", "Connection: close\r\n"), await new Served().AnswerAsync("GET /a HTTP/1.0\r\n\r\n" + B));
        Assert.Equal(
            Served.Ok("A", "Connection: keep-alive\r\n") + Served.Ok("B"),
            await new Served().AnswerAsync("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + B));
    }

    [Fact]
    public async Task A_client_that_leaves_inside_a_head_is_not_answered() =>
        Assert.Equal(Served.Ok("A"), await new Served().AnswerAsync(A, "GET /b HTTP/1.1\r\nHo"));

    [Fact]
    public async Task A_client_that_leaves_inside_a_body_is_not_answered()
    {
        var served = new Served();

        Assert.Equal("", await served.AnswerAsync("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe"));
        Assert.True(served.Transport.Lingered);
    }

    [Fact]
    public async Task Half_an_echo_is_cut_not_ended()
    {
        var served = new Served().Map("POST", "/stream", async (request, response) =>
        {
            await response.FlushAsync();
            await request.Body.CopyToAsync(response);
        });

        await Assert.ThrowsAnyAsync<IOException>(() => served.AnswerAsync("POST /stream HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhe"));

        Assert.DoesNotContain("0\r\n\r\n", served.Transport.Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_request_ends_the_connection()
    {
        var served = new Served();

        var answer = await served.AnswerAsync(A + "GET /b HTTP/1.1\r\n\r\n" + A);

        Assert.StartsWith(Served.Ok("A") + "HTTP/1.1 400 Bad Request\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n\r\n400 HostMissing\n", answer, StringComparison.Ordinal);
        Assert.True(served.Transport.Lingered);
        Assert.Equal(2, answer.Split("\r\nDate: ").Length - 1);
    }

    [Fact]
    public async Task A_draining_server_answers_what_has_arrived_and_says_close()
    {
        var served = new Served(new MemoryTransport { IsDraining = true });

        Assert.Equal(Served.Ok("A", "Connection: close\r\n"), await served.AnswerAsync(A, B));
    }

    [Fact]
    public async Task A_draining_server_ends_an_idle_connection_that_stays_silent_for_a_moment()
    {
        var served = new Served();
        var run = await DrainWhileIdleAsync(served);

        await served.Transport.PassUntilDueAsync(Timeouts.LastRequest);

        await run;
        Assert.Equal(Served.Ok("A"), served.Transport.Sent);
    }

    [Fact]
    public async Task A_draining_server_answers_the_request_that_was_on_its_way_to_an_idle_connection()
    {
        var served = new Served();
        var run = await DrainWhileIdleAsync(served);

        served.Transport.Arrive(B);

        await run;
        Assert.Equal(Served.Ok("A") + Served.Ok("B", "Connection: close\r\n"), served.Transport.Sent);
    }

    private static async Task<Task> DrainWhileIdleAsync(Served served)
    {
        var run = served.RunAsync();
        served.Transport.Arrive(A);
        await served.Transport.WaitsAsync();
        served.Transport.IsDraining = true;
        served.Transport.Deadline.Interrupt(RawSocketServer.Listening.Interruption.Draining);
        return run;
    }
}
