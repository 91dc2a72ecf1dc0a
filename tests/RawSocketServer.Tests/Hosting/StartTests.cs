using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace RawSocketServer.Tests.Hosting;

[Trait("kind", "process")]
public class StartTests
{
    private static readonly Tool s_dotnet = Tool.Require("dotnet");

    [Fact]
    public async Task Says_where_it_listens_in_the_words_of_Kestrel_and_ends_with_0()
    {
        await using var server = await ServerProcess.StartAsync("RawSocketServer", "--urls", "tcp://127.0.0.1:0;udp://[::1]:0");
        Assert.Matches(@"^tcp://127\.0\.0\.1:[1-9]\d*$", server.Urls[0]);
        Assert.Matches(@"^udp://\[::1\]:[1-9]\d*$", server.Urls[1]);
        Assert.Contains($"info: Microsoft.Hosting.Lifetime[14]\n      Now listening on: {server.Urls[0]}\n", server.Output, StringComparison.Ordinal);
        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(server.Error);
    }

    [Fact]
    public async Task Ends_with_0_on_Ctrl_C_although_a_connection_is_open()
    {
        await using var server = await ServerProcess.StartAsync("RawSocketServer", "--urls", "tcp://127.0.0.1:0");
        await using var peer = await Peer.ConnectAsync(server.Urls[0]);
        await peer.SendAsync("x");
        await peer.ReceiveAsync(1);
        var stopping = server.SignalAsync("INT");
        Assert.Empty(await peer.ReceiveToEndAsync());
        peer.HalfClose();
        Assert.Equal(0, await stopping);
    }

    [Fact]
    public async Task A_second_signal_ends_it_at_once_although_something_has_begun()
    {
        await using var server = await ServerProcess.StartAsync("RawSocketServer", "--urls", "tcp://127.0.0.1:0", "--Raw:DrainTimeout", "01:00:00");
        await using var peer = await Peer.ConnectAsync(server.Urls[0]);
        using var sending = new CancellationTokenSource();
        var unread = peer.Socket.SendAsync(new byte[64 * 1024 * 1024], sending.Token).AsTask(); // an echo that is never read: the shutdown waits for it
        _ = server.SignalAsync("TERM");
        await server.WaitForOutputAsync(new Regex("Application is shutting down"));

        Assert.Equal(128 + 15, await server.SignalAsync("TERM"));
        await sending.CancelAsync();
        await unread.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task Localhost_is_both_families()
    {
        await using var server = await RunningServer.StartAsync("--urls", $"tcp://localhost:{FreePort()}");
        Assert.Equal([IPAddress.Loopback, IPAddress.IPv6Loopback], server.Urls.Select(u => Peer.Endpoint(u).Address));
        foreach (var url in server.Urls)
        {
            await using var peer = await Peer.ConnectAsync(url);
            await peer.SendAsync("x");
            Assert.Equal("x"u8.ToArray(), await peer.ReceiveAsync(1));
        }
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Every_address_is_one_dual_stack_socket_and_it_says_that_others_can_reach_it(string client)
    {
        await using var server = await RunningServer.StartAsync("--urls", "tcp://*:0");
        Assert.StartsWith("tcp://[::]:", Assert.Single(server.Urls), StringComparison.Ordinal);
        await using var peer = await Peer.ConnectAsync(new IPEndPoint(IPAddress.Parse(client), Peer.Endpoint(server.Urls[0]).Port));
        await peer.SendAsync("x");
        Assert.Equal("x"u8.ToArray(), await peer.ReceiveAsync(1));
        Assert.Single(server.Log.Entries, e => e.Line.EndsWith("can be reached from other machines", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_dual_mode_IPv4_is_refused()
    {
        await using var server = await RunningServer.StartAsync("--urls", "tcp://[::]:0", "--Raw:DualMode", "false");
        var refused = await Assert.ThrowsAsync<SocketException>(() => Peer.ConnectAsync(Peer.Endpoint(server.Urls[0]).Port));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Theory]
    [InlineData("en", "is already in use")]
    [InlineData("zh", "已被占用")]
    public async Task A_taken_port_is_one_sentence_with_port_and_option_and_leaves_nothing_listening(string language, string words)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var result = await RunAsync("--urls", $"tcp://127.0.0.1:0;udp://127.0.0.1:0;tcp://127.0.0.1:{port}", "--lang", language);
        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Text); // no address was announced
        Assert.Matches($@"^[^\n]*{port}[^\n]*--urls[^\n]*\n$", result.Error);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_one_of_several_cannot_be_bound_the_others_are_let_go()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var free = FreePort();
        var start = RunningServer.StartAsync("--urls", $"tcp://127.0.0.1:{free};udp://127.0.0.1:{free};tcp://{taken.LocalEndpoint}");
        await Assert.ThrowsAsync<ListenException>(() => start);
        await using var again = await RunningServer.StartAsync("--urls", $"tcp://127.0.0.1:{free};udp://127.0.0.1:{free}");
        Assert.Equal(2, again.Urls.Count);
    }

    [Theory]
    [InlineData("--urls http://127.0.0.1:1", "\"http://127.0.0.1:1\"", "“http://127.0.0.1:1”")]
    [InlineData("--mode shout", "--mode \"shout\"", "--mode 的值不能是“shout”")]
    [InlineData("--mode chat --urls udp://127.0.0.1:0", "must begin with tcp://,", "必须以 tcp:// 开头")]
    [InlineData("--mode frames --urls tcp://127.0.0.1:0;udp://127.0.0.1:0", "\"udp://127.0.0.1:0\" is not an address", "“udp://127.0.0.1:0”不是")]
    [InlineData("--mode chat --Raw:ReusePort true", "Raw:ReusePort cannot be used with --mode chat", "Raw:ReusePort 不能与 --mode chat 同时使用")]
    [InlineData("--Raw:Chat:QueuedLines 127", "Raw:Chat:QueuedLines is 127", "Raw:Chat:QueuedLines 的值是 127")]
    [InlineData("--Raw:Chat:Backlog 5", "Raw:Chat:Backlog is not an option", "没有 Raw:Chat:Backlog 这个选项")]
    [InlineData("--Raw:Frames:MaxHeld 1", "Raw:Frames:MaxHeld is 1", "Raw:Frames:MaxHeld 的值是 1")]
    [InlineData("--Raw:Backlog 0", "Raw:Backlog is 0", "Raw:Backlog 的值是 0")]
    [InlineData("--Raw:Backlog many", "Raw:Backlog cannot be \"many\"", "Raw:Backlog 的值不能是“many”")]
    [InlineData("--Raw:Backlok 5", "Raw:Backlok is not an option", "没有 Raw:Backlok 这个选项")]
    [InlineData("--Raw:Echo:IdleTimeout 0", "Raw:Echo:IdleTimeout is 00:00:00", "Raw:Echo:IdleTimeout 的值是 00:00:00")]
    [InlineData("--Raw:Udp:MaxSources 0", "Raw:Udp:MaxSources is 0", "Raw:Udp:MaxSources 的值是 0")]
    [InlineData("--url tcp://127.0.0.1:0", "\"--url\" is not an option", "没有“--url”这个选项")]
    [InlineData("serve", "\"serve\" is not an option", "没有“serve”这个选项")]
    [InlineData("--mode", "--mode needs a value", "--mode 后面缺少值")]
    public async Task A_wrong_option_is_one_sentence_in_either_language(string arguments, string english, string chinese)
    {
        string[] args = arguments.Split(' ');
        foreach (var (language, words) in new[] { ("en", english), ("zh", chinese) })
        {
            var result = await RunAsync(["--lang", language, .. args]);
            Assert.Equal(1, result.ExitCode);
            Assert.Contains(words, result.Error, StringComparison.Ordinal);
            Assert.Matches(@"^[^\n]+\n$", result.Error);
            Assert.Empty(result.Text);
        }
    }

    [Theory]
    [InlineData("zh_CN.UTF-8", "没有“serve”这个选项")]
    [InlineData("en_GB.UTF-8", "is not an option")]
    [InlineData("fr_FR.UTF-8", "is not an option")]
    public async Task The_language_is_the_users_own(string locale, string words)
    {
        var result = await s_dotnet.RunAsync(
            [Repository.Program("RawSocketServer"), "serve"],
            environment: new Dictionary<string, string?> { ["LANG"] = locale });
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task Help_tells_every_option_there_is(string language)
    {
        var help = (await RunAsync("--help", "--lang", language)).Text + (await RunAsync("connect", "--help", "--lang", language)).Text;
        foreach (var option in new[]
        {
            "--urls", "--mode", "--lang", "--timeout", "--frames", "chat", "frames", "connect", "MESSAGE", "Raw__", "appsettings.json"
        })
            Assert.Contains(option, help, StringComparison.Ordinal);
        Assert.Contains(language == "zh" ? "程序所在文件夹的 appsettings.json" : "appsettings.json in the folder of the program", help, StringComparison.Ordinal);
        Assert.Equal(language == "zh", Regex.IsMatch(help, "选项"));
        if (language == "zh")
            Assert.DoesNotMatch("Description|Options|Usage|Show|default:", help);
    }

    private static Task<ToolResult> RunAsync(params string[] args) => s_dotnet.RunAsync([Repository.Program("RawSocketServer"), .. args]);

    // Was free a moment ago. Only for a test that port 0 does not suit: two sockets on one port.
    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.IPv6Any, 0);
        probe.Server.DualMode = true;
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
