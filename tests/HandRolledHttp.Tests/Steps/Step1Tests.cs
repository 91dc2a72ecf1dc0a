using System.Text;

namespace HandRolledHttp.Tests.Steps;

/// <summary>Step 1: one receive, one response.</summary>
public sealed class Step1Tests
{
    private const string Greeting = "你好，浏览器！";

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("Hello, Server!")]
    public async Task Answers_the_same_whatever_was_said(string request)
    {
        await using var step = await RunningStep.StartAsync(1);

        var answer = await step.AskAsync(request);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + Greeting, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_the_first_receive_for_the_request()
    {
        await using var step = await RunningStep.StartAsync(1);
        await using var peer = await step.ConnectAsync();
        await peer.SendAsync("GET / HT");

        await peer.ReceiveUntilAsync(Greeting);
    }

    [Fact]
    public async Task A_long_request_is_left_unread_and_its_connection_reset()
    {
        await using var step = await RunningStep.StartAsync(1);
        await using var peer = await step.ConnectAsync();
        await peer.SendAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nCookie: " + new string('x', 2000) + "\r\n\r\n"));

        Assert.True((await peer.ReceiveToEndOrResetAsync()).WasReset);
    }

    [Fact]
    public async Task A_silent_client_keeps_the_next_one_waiting()
    {
        await using var step = await RunningStep.StartAsync(1);

        await step.AssertASilentClientBlocksAnotherAsync("GET / HTTP/1.1\r\n\r\n", Greeting);
    }
}
