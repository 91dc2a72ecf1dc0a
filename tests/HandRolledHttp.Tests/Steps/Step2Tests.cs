namespace HandRolledHttp.Tests.Steps;

/// <summary>Step 2: request line and routes.</summary>
public sealed class Step2Tests
{
    [Theory]
    [InlineData("/", "200 OK", "")]
    [InlineData("/hello", "200 OK", "\r\n\r\nHello, World!")]
    [InlineData("/hello?name=", "200 OK", "\r\n\r\nHello, World!")]
    [InlineData("/hello?x=1&name=A+B%E4%BD%A0", "200 OK", "\r\n\r\nHello, A B你!")]
    [InlineData("/nowhere", "404 Not Found", "")]
    public async Task Each_address_has_its_own_answer(string target, string status, string end)
    {
        await using var step = await RunningStep.StartAsync(2);

        var answer = await step.AskAsync($"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status}\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith(end, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_may_come_in_any_number_of_pieces()
    {
        await using var step = await RunningStep.StartAsync(2);
        await using var peer = await step.ConnectAsync();
        foreach (var piece in "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
            await peer.SendAsync(piece.ToString());

        Assert.EndsWith("Hello, World!", await peer.ReceiveTextToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_length_counts_bytes()
    {
        await using var step = await RunningStep.StartAsync(2);

        Assert.Contains("\r\nContent-Length: 14\r\n", await step.AskAsync("GET /hello?name=%E4%BD%A0%E5%A5%BD HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_finishes_too_early_is_let_go_and_the_next_is_served()
    {
        await using var step = await RunningStep.StartAsync(2);
        await using var peer = await step.ConnectAsync();
        await peer.SendAsync("GET /hello HT");
        peer.HalfClose();

        Assert.Empty(await peer.ReceiveToEndAsync());
        Assert.EndsWith("Hello, World!", await step.AskAsync("GET /hello HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_character_that_is_cut_between_two_receives_is_lost()
    {
        await using var step = await RunningStep.StartAsync(2);

        // The first piece fills the buffer of 1,024 bytes up to the middle of 你 (E4 BD A0).
        var answer = await step.AskAsync("GET /hello?" + new string('x', 1024 - "GET /hello?&name=".Length - 1) + "&name=你 HTTP/1.1\r\n\r\n");

        Assert.Contains('\uFFFD', answer);
        Assert.DoesNotContain('你', answer);
    }

    [Fact]
    public async Task A_body_is_never_read_and_its_connection_reset()
    {
        await using var step = await RunningStep.StartAsync(2);
        await using var peer = await step.ConnectAsync();
        await peer.SendAsync("POST /hello HTTP/1.1\r\nContent-Length: 2000\r\n\r\n" + new string('x', 2000));

        Assert.True((await peer.ReceiveToEndOrResetAsync()).WasReset);
    }

    [Fact]
    public async Task A_silent_client_keeps_the_next_one_waiting()
    {
        await using var step = await RunningStep.StartAsync(2);

        await step.AssertASilentClientBlocksAnotherAsync("GET /hello HTTP/1.1\r\n\r\n", "Hello, World!");
    }

    [Fact]
    public async Task A_first_line_of_one_word_ends_the_program()
    {
        await using var step = await RunningStep.StartAsync(2);

        Assert.Equal("", await step.AskAsync("hello\r\n\r\n"));
        Assert.EndsWith("Hello, World!", await step.AskAsync("GET /hello HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith(
            "Step 2 crashed: ",
            Assert.Single(step.Log.Lines, line => line.Contains("ended", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }
}
