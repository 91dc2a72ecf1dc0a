using System.Net;
using System.Net.Sockets;
using System.Text;
using RawSocketServer.Hosting;

namespace RawSocketServer.Tests.Client;

[Trait("kind", "process")]
public class ConnectTests
{
    private static readonly Tool s_dotnet = Tool.Require("dotnet");

    [Theory]
    [InlineData("Hello, Server!")]
    [InlineData("你好")]
    [InlineData("@not-a-file")]
    [InlineData("")]
    public async Task Sends_a_message_and_prints_what_comes_back_and_nothing_else(string message)
    {
        await using var server = await RunningServer.StartAsync();
        var result = await ConnectAsync([server.Urls[0], message]);
        Assert.Equal((0, message, ""), (result.ExitCode, result.Text, result.Error));
    }

    [Fact]
    public async Task A_message_that_looks_like_an_option_stands_behind_two_dashes()
    {
        await using var server = await RunningServer.StartAsync();
        Assert.Equal("--lang", (await ConnectAsync([server.Urls[0], "--", "--lang"])).Text);
    }

    [Fact]
    public async Task Pipes_more_than_all_buffers_hold_both_ways_at_once_without_locking_up()
    {
        // Linux lets the buffers of one connection grow beyond 8 MiB; with less, a client that receives only after sending would succeed.
        await using var server = await RunningServer.StartAsync("--Raw:ReceiveBufferSize", "65536", "--Raw:SendBufferSize", "65536");
        var bytes = new byte[32 * 1024 * 1024];
        new Random(1).NextBytes(bytes);
        var result = await ConnectAsync([server.Urls[0]], bytes);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.True(bytes.AsSpan().SequenceEqual(result.Output));
    }

    [Fact]
    public async Task Finds_the_address_of_a_name_that_listens()
    {
        await using var server = await RunningServer.StartAsync(); // 127.0.0.1 only; localhost may be ::1 first
        Assert.Equal("x", (await ConnectAsync([$"localhost:{server.EndPoint("tcp").Port}", "x"])).Text);
        Assert.Equal("y", (await ConnectAsync([$"udp://localhost:{server.EndPoint("udp").Port}", "y"])).Text);
    }

    [Fact]
    public async Task Sends_a_message_as_one_datagram()
    {
        await using var server = await RunningServer.StartAsync();
        var message = new string('x', 60_000);
        var result = await ConnectAsync(["udp://" + server.EndPoint("udp"), message]);
        Assert.Equal((0, message, ""), (result.ExitCode, result.Text, result.Error));
    }

    [Fact]
    public async Task Pipes_datagrams()
    {
        await using var server = await RunningServer.StartAsync();
        var result = await ConnectAsync(["udp://" + server.EndPoint("udp")], Encoding.UTF8.GetBytes(new string('x', 5000)));
        Assert.Equal((0, 5000), (result.ExitCode, result.Output.Length));
    }

    [Theory]
    [InlineData("en", "refused the connection")]
    [InlineData("zh", "拒绝连接")]
    public async Task Refused_is_one_sentence(string language, string words)
    {
        using var bound = Bound(); // bound, so that no other program listens there, but not listening
        await AssertSentenceAsync(ExitCodes.CannotRun, language, words, [$"{bound.LocalEndPoint}", "x"]);
    }

    [Theory]
    [InlineData("en", "No program receives")]
    [InlineData("zh", "没有程序在接收")]
    public async Task A_datagram_that_nobody_receives_is_one_sentence(string language, string words)
    {
        using var gone = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var address = gone.Client.LocalEndPoint;
        gone.Dispose();
        await AssertSentenceAsync(ExitCodes.CannotRun, language, words, [$"udp://{address}", "x"]);
    }

    [Theory]
    [InlineData("en", "did not respond within 3 s")]
    [InlineData("zh", "在 3 秒内没有响应")]
    public async Task A_server_that_does_not_answer_is_one_sentence(string language, string words)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Only Linux drops a SYN when the queue of connections is full.");
        using var full = Bound();
        full.Listen(0);
        using var first = new TcpClient();
        await first.ConnectAsync((IPEndPoint)full.LocalEndPoint!, TestContext.Current.CancellationToken);
        await AssertSentenceAsync(ExitCodes.CannotRun, language, words, [$"{full.LocalEndPoint}", "x", "--timeout", "3"]);
    }

    [Theory]
    [InlineData("en", "reset the connection")]
    [InlineData("zh", "重置了连接")]
    public async Task A_reset_is_one_sentence_after_what_came_before_it(string language, string words)
    {
        await using var server = new Listener(async connection =>
        {
            await connection.ReceiveAsync(new byte[1]);
            connection.Reset();
        });
        await AssertSentenceAsync(ExitCodes.Failure, language, words, [server.Server.Urls[0], "x"]);
    }

    [Theory]
    [InlineData("en", "has sent nothing for 3 s")]
    [InlineData("zh", "已有 3 秒没有任何响应")]
    public async Task A_server_that_never_finishes_is_one_sentence(string language, string words)
    {
        await using var server = new Listener(async connection =>
        {
            while (await connection.ReceiveAsync(new byte[100]) > 0)
            {
            }

            await Task.Delay(Timeout.Infinite, connection.Deadline.Token);
        });
        await AssertSentenceAsync(ExitCodes.Failure, language, words, [server.Server.Urls[0], "x", "--timeout", "3"]);
    }

    [Theory]
    [InlineData("en", "No response from")]
    [InlineData("zh", "没有收到")]
    public async Task A_datagram_without_an_answer_is_one_sentence(string language, string words)
    {
        using var mute = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await AssertSentenceAsync(ExitCodes.Failure, language, words, [$"udp://{mute.Client.LocalEndPoint}", "x", "--timeout", "3"]);
    }

    [Theory]
    [InlineData("en", "\"nobody.invalid\" cannot be resolved")]
    [InlineData("zh", "无法解析主机名“nobody.invalid”")]
    public Task A_name_that_does_not_exist_is_one_sentence(string language, string words) =>
        AssertSentenceAsync(ExitCodes.CannotRun, language, words, ["nobody.invalid:12345", "x"]); // RFC 6761 §6.4: never resolves

    [Theory]
    [InlineData("en", "\"localhost\" is not an address to connect to")]
    [InlineData("zh", "“localhost”不是可连接的地址")]
    public Task A_target_without_a_port_is_one_sentence(string language, string words) =>
        AssertSentenceAsync(ExitCodes.Usage, language, words, ["localhost", "x"]);

    [Theory]
    [InlineData("en", "--timeout must be")]
    [InlineData("zh", "--timeout 应为")]
    public Task A_wrong_timeout_is_one_sentence(string language, string words) =>
        AssertSentenceAsync(ExitCodes.Usage, language, words, ["localhost:1", "x", "--timeout", "soon"]);

    [Fact]
    public async Task What_the_server_said_before_it_closed_is_printed_although_not_all_was_sent()
    {
        await using var server = new Listener(async connection =>
        {
            await connection.SendAsync("enough"u8.ToArray());
            await connection.LingerAsync(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
        });
        var result = await ConnectAsync([server.Server.Urls[0]], new byte[1_000_000]);
        Assert.Equal((0, "enough"), (result.ExitCode, result.Text));
    }

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static async Task AssertSentenceAsync(int code, string language, string words, string[] args)
    {
        var result = await ConnectAsync([.. args, "--lang", language]);
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.Matches(@"^[^\n]+\n$", result.Error);
        Assert.Empty(result.Text);
    }

    private static Task<ToolResult> ConnectAsync(string[] args, byte[]? input = null) =>
        s_dotnet.RunAsync([Repository.Program("RawSocketServer"), "connect", .. args], input);
}
