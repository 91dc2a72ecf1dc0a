using System.Text;

namespace RawSocketServer.Tests.Echo;

public class GreetingTests
{
    private const string Answer = "你好，客户端！";

    [Fact]
    public async Task Answers_the_first_message_and_closes()
    {
        await using var server = await RunningServer.StartAsync("--mode", "greet");
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("Hello, Server!");
        Assert.Equal(Answer, await peer.ReceiveTextToEndAsync());
        Assert.Contains(server.Log.Lines, l => l.EndsWith("received \"Hello, Server!\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_answer_survives_a_message_longer_than_what_is_received_once()
    {
        await using var server = await RunningServer.StartAsync("--mode", "greet");
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(new byte[200_000]);
        Assert.Equal(Answer, await peer.ReceiveTextToEndAsync());
    }

    [Fact]
    public async Task Control_characters_never_reach_the_log()
    {
        await using var server = await RunningServer.StartAsync("--mode", "greet");
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync("a\r\ninfo: forged\x1b[2J\u202e");
        await peer.ReceiveToEndAsync();
        Assert.Contains(server.Log.Lines, l => l.EndsWith("""received "a\r\ninfo: forged\x1B[2J\u{202E}" """.TrimEnd(), StringComparison.Ordinal));
        Assert.DoesNotContain(server.Log.Lines, l => l.Any(char.IsControl));
    }

    [Fact]
    public async Task Who_says_nothing_gets_no_answer()
    {
        await using var server = await RunningServer.StartAsync("--mode", "greet");
        await using var peer = await server.ConnectAsync();
        peer.HalfClose();
        Assert.Empty(await peer.ReceiveToEndAsync());
    }

    [Fact]
    public async Task Datagrams_are_echoed_in_this_mode_too_because_a_longer_answer_would_amplify()
    {
        await using var server = await RunningServer.StartAsync("--mode", "greet");
        using var datagrams = new DatagramPeer();
        await datagrams.SendAsync("Hello, Server!", server.EndPoint("udp"));
        Assert.Equal("Hello, Server!", Encoding.UTF8.GetString(await datagrams.ReceiveAsync()));
    }
}
