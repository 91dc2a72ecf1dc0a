using System.Net;
using System.Text;
using HandRolledHttp.Steps;
using TestKit;

namespace HandRolledHttp.Tests.Steps;

/// <summary>Step 5: limits and timeouts; the test controls the clock.</summary>
public sealed class Step5Tests
{
    private const string Hello = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";

    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_request = TimeSpan.FromSeconds(10); // the response has the same limit

    [Theory]
    [InlineData("GET /", 20_000, "431 Request Header Fields Too Large")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nCookie: ", 20_000, "431 Request Header Fields Too Large")]
    [InlineData("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n", 2_000_000, "413 Content Too Large")]
    [InlineData("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n", 2_000_000, "413 Content Too Large")]
    [InlineData("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n", 2_000_000, "413 Content Too Large")]
    public async Task What_is_too_large_is_refused(string request, int more, string status)
    {
        await using var step = await RunningStep.StartAsync(5);
        await using var peer = await step.ConnectAsync();
        await peer.SendAsync(request + new string('x', more));
        peer.HalfClose();

        Assert.StartsWith($"HTTP/1.1 {status}\r\n", await peer.ReceiveTextToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_reaches_a_client_that_is_still_sending()
    {
        await using var step = await RunningStep.StartAsync(5);
        await using var peer = await step.ConnectAsync();

        await peer.SendAsync("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n");
        await peer.SendAsync(new byte[10_000_000]); // more than the buffers hold: this completes only if the server receives
        peer.HalfClose();

        Assert.StartsWith("HTTP/1.1 413 ", await peer.ReceiveTextToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_lines_that_are_too_long_together_are_refused()
    {
        await using var step = await RunningStep.StartAsync(5);
        await using var peer = await step.ConnectAsync();
        await peer.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n" + string.Concat(Enumerable.Repeat("X: 12345678\r\n", 2000)) + "\r\n");
        peer.HalfClose();

        Assert.StartsWith("HTTP/1.1 431 ", await peer.ReceiveTextToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_the_largest_size_is_served()
    {
        await using var step = await RunningStep.StartAsync(5);
        await using var peer = await step.ConnectAsync();
        var body = new byte[1024 * 1024];
        Random.Shared.NextBytes(body);
        await peer.SendAsync($"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\n\r\n");
        await peer.SendAsync(body);

        await peer.ReceiveUntilAsync("\r\n\r\n");
        Assert.Equal(body, await peer.ReceiveAsync(body.Length));
    }

    [Theory]
    [InlineData("GET /hel")]
    [InlineData("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab")]
    [InlineData("GET / HTTP/1.1\nHost: x\n\n")]
    public async Task A_request_that_does_not_end_is_told_so(string beginning)
    {
        var time = new ObservedClock();
        await using var step = await RunningStep.StartAsync(5, time);
        await using var peer = await step.ConnectAsync();

        // In one segment with a whole request, so that its response proves that the start of the next has arrived.
        await peer.SendAsync(Hello + beginning);
        await peer.ReceiveUntilAsync("Hello, World!");

        await time.TimerSetAsync(s_request, times: 3); // for the first request, its response, and the second request
        time.Advance(s_request);

        Assert.StartsWith("HTTP/1.1 408 ", await peer.ReceiveTextToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_between_two_requests_ends_without_a_word()
    {
        var time = new ObservedClock();
        await using var step = await RunningStep.StartAsync(5, time);
        await using var peer = await step.ConnectAsync();
        await peer.SendAsync(Hello);
        await peer.ReceiveUntilAsync("Hello, World!");

        await time.TimerSetAsync(s_silence, times: 2);
        time.Advance(s_silence);

        Assert.Empty(await peer.ReceiveToEndAsync());
    }

    [Fact]
    public async Task A_client_that_does_not_take_its_answers_is_let_go()
    {
        var time = new ObservedClock();
        using var stop = new CancellationTokenSource();
        using var listener = Step5.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        listener.SendBufferSize = 4096; // its connections inherit it, so the response does not fit into the kernel's buffers
        var serving = Step5.ServeAsync(listener, time, stop.Token);
        await using var peer = await Peer.ConnectAsync(listener.LocalEndPoint!, socket => socket.ReceiveBufferSize = 4096);
        await peer.SendAsync("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + new string('x', 1_000_000));

        await time.TimerSetAsync(s_request, times: 2); // for the request and its response
        time.Advance(s_request);

        var (received, _) = await peer.ReceiveToEndOrResetAsync();
        Assert.InRange(received.Length, 0, 999_999);
        Assert.DoesNotContain("408", Encoding.ASCII.GetString(received), StringComparison.Ordinal);
        await stop.CancelAsync();
        await serving.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task The_hundred_and_first_client_waits_for_a_place()
    {
        await using var step = await RunningStep.StartAsync(5);
        var guests = new List<Peer>();
        try
        {
            for (var i = 0; i < 100; i++)
            {
                guests.Add(await step.ConnectAsync());
                await guests[^1].SendAsync(Hello);
                await guests[^1].ReceiveUntilAsync("Hello, World!");
            }

            await using var last = await step.ConnectAsync();
            await last.SendAsync(Hello);
            var answer = last.ReceiveUntilAsync("Hello, World!");

            // The step serves all other clients meanwhile, so it had enough time.
            foreach (var guest in guests)
            {
                await guest.SendAsync(Hello);
                await guest.ReceiveUntilAsync("Hello, World!");
            }

            Assert.False(answer.IsCompleted);
            guests[0].HalfClose();
            await answer;
        }
        finally
        {
            foreach (var guest in guests)
                await guest.DisposeAsync();
        }
    }

    [Fact]
    public async Task Nobody_answers_a_client_that_asks_before_it_sends()
    {
        var time = new ObservedClock();
        await using var step = await RunningStep.StartAsync(5, time);
        await using var peer = await step.ConnectAsync();
        await peer.SendAsync(Hello + "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        await peer.ReceiveUntilAsync("Hello, World!");

        await time.TimerSetAsync(s_request, times: 3);
        time.Advance(s_request);

        Assert.DoesNotContain("100 Continue", await peer.ReceiveTextToEndAsync(), StringComparison.Ordinal);
    }
}
