using Microsoft.Extensions.Time.Testing;

namespace HandRolledHttp.Tests.Steps;

/// <summary>Step 4: chunked bodies, HEAD, and error responses. Step 5 must pass the same tests.</summary>
public sealed class Step4Tests
{
    private const string Close = "Connection: close\r\n\r\n";

    public static TheoryData<int, string, string> Refusals()
    {
        var refusals = new TheoryData<int, string, string>();
        foreach (var step in (int[])[4, 5])
        {
            // Each request is complete, so a step that does not notice the error responds with 200.
            foreach (var (request, status) in ((string, string)[])[
                ("hello\r\n\r\n", "400 Bad Request"),
                ("GET hello HTTP/1.1\r\n\r\n", "400 Bad Request"),
                ("GET / HTTP/2.0\r\n\r\n", "505 HTTP Version Not Supported"),
                ("GET / HTTP/1.1\r\nno colon\r\n\r\n", "400 Bad Request"),
                ("GET / HTTP/1.1\r\n\r\n", "400 Bad Request"),
                ("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", "400 Bad Request"),
                ("GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n", "400 Bad Request"),
                ("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n", "400 Bad Request"),
                ("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: a\nX: b\r\n\r\n", "400 Bad Request"),
                ("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length : 2\r\n\r\nhi", "400 Bad Request"),
                ("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: +2\r\n\r\nhi", "400 Bad Request"),
                ("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi!", "400 Bad Request"),
                ("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "400 Bad Request"),
                ("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "501 Not Implemented"),
                ("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n", "400 Bad Request"),
                ("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n", "400 Bad Request"),
            ])
                refusals.Add(step, request, status);
        }

        return refusals;
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_is_wrong_is_answered_with_a_status_and_the_end(int number, string request, string status)
    {
        await using var step = await RunningStep.StartAsync(number);
        await using var peer = await step.ConnectAsync();
        await peer.SendAsync(request);
        peer.HalfClose();

        var (answer, _) = await peer.ReceiveToEndOrResetAsync();

        Assert.StartsWith($"HTTP/1.1 {status}\r\n", System.Text.Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_chunked_body_comes_back_and_the_next_request_is_found_behind_it(int number)
    {
        await using var step = await RunningStep.StartAsync(number);
        await using var peer = await step.ConnectAsync();
        foreach (var piece in "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n"
            + "A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
            await peer.SendAsync(piece.ToString());

        Assert.Contains("\r\nContent-Length: 13\r\n", await peer.ReceiveUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal("abc0123456789"u8.ToArray(), await peer.ReceiveAsync(13));
        await peer.ReceiveUntilAsync("\r\n\r\nHello, World!");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task HEAD_is_answered_like_GET_without_the_body(int number)
    {
        await using var step = await RunningStep.StartAsync(number, new FakeTimeProvider()); // both at the same second

        var get = await step.AskAsync("GET /hello HTTP/1.1\r\nHost: x\r\n" + Close);

        Assert.Equal(get[..^"Hello, World!".Length], await step.AskAsync("HEAD /hello HTTP/1.1\r\nHost: x\r\n" + Close));
    }

    [Theory]
    [InlineData("POST", "/hello", "405 Method Not Allowed", "Allow: GET, HEAD\r\n")]
    [InlineData("GET", "/echo", "405 Method Not Allowed", "Allow: POST\r\n")]
    [InlineData("GET", "/nowhere", "404 Not Found", "")]
    [InlineData("BREW", "/", "501 Not Implemented", "")]
    public async Task A_wrong_method_is_told_from_an_unknown_one(string method, string target, string status, string field)
    {
        await using var step = await RunningStep.StartAsync(4);

        var answer = await step.AskAsync($"{method} {target} HTTP/1.1\r\nHost: x\r\n" + Close);

        Assert.StartsWith($"HTTP/1.1 {status}\r\n", answer, StringComparison.Ordinal);
        Assert.Contains(field, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_response_has_the_date_of_its_clock(int number)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(1994, 11, 6, 8, 49, 37, TimeSpan.Zero));
        await using var step = await RunningStep.StartAsync(number, time);

        Assert.Contains("\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n", await step.AskAsync("GET / HTTP/1.1\r\nHost: x\r\n" + Close), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HTTP_1_0_closes_after_its_answer()
    {
        await using var step = await RunningStep.StartAsync(4);

        Assert.EndsWith("Hello, World!", await step.AskAsync("GET /hello HTTP/1.0\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_what_is_still_being_sent_ends_in_a_reset()
    {
        await using var step = await RunningStep.StartAsync(4);
        await using var peer = await step.ConnectAsync();
        await peer.SendAsync("nonsense\r\n" + new string('x', 20_000));

        Assert.True((await peer.ReceiveToEndOrResetAsync()).WasReset);
    }

    [Fact]
    public async Task A_line_without_end_is_collected_without_end()
    {
        await using var step = await RunningStep.StartAsync(4);
        await using var peer = await step.ConnectAsync();
        await peer.SendAsync("GET /hello?" + new string('x', 200_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");

        await peer.ReceiveUntilAsync("Hello, World!");
    }
}
