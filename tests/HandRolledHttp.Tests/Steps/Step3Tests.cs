namespace HandRolledHttp.Tests.Steps;

/// <summary>Step 3: bodies, and several requests per connection.</summary>
public sealed class Step3Tests
{
    private const string Hello = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";

    [Fact]
    public async Task A_body_comes_back_byte_for_byte_however_it_was_cut()
    {
        await using var step = await RunningStep.StartAsync(3);
        await using var peer = await step.ConnectAsync();
        var body = Enumerable.Range(0, 300).Select(i => (byte)i).ToArray();
        await peer.SendAsync("POST /echo HTTP/1.1\r\nContent-Type: image/png\r\nContent-Length: 300\r\n\r\n");
        foreach (var piece in body.Chunk(7))
            await peer.SendAsync(piece);

        Assert.Contains("\r\nContent-Type: image/png\r\n", await peer.ReceiveUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal(body, await peer.ReceiveAsync(300));
    }

    [Fact]
    public async Task Requests_follow_each_other_on_one_connection_even_sent_at_once()
    {
        await using var step = await RunningStep.StartAsync(3);

        var answers = await step.AskAsync(
            Hello + "POST /echo HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi" + "GET /hello HTTP/1.1\r\nConnection: close\r\n\r\n" + Hello);

        Assert.Equal(2, answers.Split("\r\n\r\nHello, World!").Length - 1);
        Assert.Contains("\r\n\r\nhiHTTP/1.1 200 OK\r\n", answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_client_keeps_nobody_waiting()
    {
        await using var step = await RunningStep.StartAsync(3);
        await using var silent = await step.ConnectAsync();
        await using var other = await step.ConnectAsync();
        await other.SendAsync(Hello);

        await other.ReceiveUntilAsync("Hello, World!"); // while the silent one is still connected
    }

    [Theory]
    [InlineData("hello\r\n\r\n")]
    [InlineData("POST /echo HTTP/1.1\r\nContent-Length: five\r\n\r\n")]
    public async Task What_it_does_not_understand_ends_that_connection_without_an_answer(string request)
    {
        await using var step = await RunningStep.StartAsync(3);
        await using var other = await step.ConnectAsync();

        Assert.Equal("", await step.AskAsync(request));
        await other.SendAsync(Hello);
        await other.ReceiveUntilAsync("Hello, World!");
        Assert.DoesNotContain(step.Log.Lines, line => line.Contains("ended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Chunks_are_taken_for_the_next_request()
    {
        await using var step = await RunningStep.StartAsync(3);

        var answers = await step.AskAsync("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3c\r\nGET /hello HTTP/1.1\r\n\r\n");

        Assert.Contains("\r\nContent-Length: 0\r\n", answers, StringComparison.Ordinal);
        Assert.DoesNotContain("Hello", answers, StringComparison.Ordinal); // "3c" is in place of a request line, and has no target
    }

    [Theory]
    [InlineData("Content-Length: 0\r\nContent-Length: 39")] // the last one counts
    [InlineData("Content-Length: +39")]
    public async Task A_length_that_others_refuse_hides_a_request(string length)
    {
        await using var step = await RunningStep.StartAsync(3);

        var answer = await step.AskAsync($"POST /echo HTTP/1.1\r\nConnection: close\r\n{length}\r\n\r\n" + "GET /hello?name=smuggled HTTP/1.1\r\n\r\n\r\n");

        Assert.EndsWith("\r\n\r\nGET /hello?name=smuggled HTTP/1.1\r\n\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HEAD_gets_a_body()
    {
        await using var step = await RunningStep.StartAsync(3);

        Assert.EndsWith("Hello, World!", await step.AskAsync("HEAD /hello HTTP/1.1\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }
}
