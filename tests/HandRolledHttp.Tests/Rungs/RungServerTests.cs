using System.Net;
using System.Net.Sockets;
using HandRolledHttp.Rungs;
using RawSocketServer;
using TestKit;

namespace HandRolledHttp.Tests.Rungs;

/// <summary>What keeps the rungs running.</summary>
public sealed class RungServerTests
{
    public static TheoryData<int> Numbers => [.. Rung.All.Select(rung => rung.Number)];

    [Theory]
    [InlineData(1, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData(2, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    public async Task A_reset_ends_a_rung_and_it_is_started_again_on_the_same_address(int number, string request)
    {
        await using var rung = await RunningRung.StartAsync(number);
        (await rung.ConnectAsync()).Reset();

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await rung.AskAsync(request), StringComparison.Ordinal);
        Assert.StartsWith($"Rung {number} ended: ", Assert.Single(rung.Log.Lines, line => line.Contains("ended", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_reset_ends_only_its_own_connection_further_up(int number)
    {
        await using var rung = await RunningRung.StartAsync(number);
        await using var other = await rung.ConnectAsync();
        (await rung.ConnectAsync()).Reset();

        await other.SendAsync("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
        await other.ReceiveUntilAsync("Hello, World!");
        Assert.DoesNotContain(rung.Log.Lines, line => line.Contains("ended", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Stops_although_a_client_is_connected_and_silent(int number)
    {
        await using var rung = await RunningRung.StartAsync(number);
        await using var silent = await rung.ConnectAsync();

        await rung.StopAsync().WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        await silent.ReceiveToEndOrResetAsync();
        await Assert.ThrowsAsync<SocketException>(rung.ConnectAsync);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    [Trait("kind", "process")]
    public async Task Runs_as_a_program_that_says_where_and_stops_cleanly(int number)
    {
        await using var server = await ServerProcess.StartAsync("HandRolledHttp", "--rung", $"{number}", "--urls", "http://127.0.0.1:0");

        Assert.Matches($@"Microsoft\.Hosting\.Lifetime\[14\]\s+Now listening on: http://127\.0\.0\.1:\d+ \(rung {number}: ", server.Output);
        await using var peer = await Peer.ConnectAsync(Assert.Single(server.Urls));
        await peer.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        await peer.ReceiveUntilAsync("HTTP/1.1 200 OK\r\n");
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task Listens_on_several_addresses_as_well()
    {
        await using var rung = await RunningRung.StartAsync(2, urls: "http://127.0.0.1:0;http://[::1]:0");

        await using var peer = await rung.ConnectAsync();
        await peer.SendAsync("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
        await peer.ReceiveUntilAsync("Hello, World!");
    }

    [Theory]
    [InlineData("--rung \"9\" is not known; choose one of: 1, 2, 3, 4, 5.", "--rung", "9")]
    [InlineData("--rung \"\" is not known; choose one of: 1, 2, 3, 4, 5.", "--rung=")]
    [InlineData("--rung needs a value after it.", "--rung")]
    [InlineData("\"--terse\" is not an option of this program; it knows --rung, --urls, --lang (--help tells more).", "--rung", "1", "--terse")]
    public void A_bad_option_is_one_sentence(string sentence, params string[] args) =>
        Assert.Equal(sentence, Assert.Throws<UsageException>(() => Program.Create(args)).Message);

    [Fact]
    public async Task A_taken_port_is_one_sentence_and_exit_code_1()
    {
        using var holder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        holder.Listen();
        var port = ((IPEndPoint)holder.LocalEndPoint!).Port;

        var result = await Tool.Require("dotnet").RunAsync(Repository.Program("HandRolledHttp"), "--rung", "2", "--urls", $"http://127.0.0.1:{port}");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"Port {port} is already in use", Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Run a learner's server instead")]
    [InlineData("zh", "改为运行学习者的服务器")]
    public async Task Help_names_every_option_in_both_languages(string language, string sentence)
    {
        var result = await Tool.Require("dotnet").RunAsync(Repository.Program("HandRolledHttp"), "--help", "--lang", language);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(sentence, result.Text, StringComparison.Ordinal);
        Assert.Contains(language == "zh" ? "程序所在文件夹的 appsettings.json" : "appsettings.json of the program's folder", result.Text, StringComparison.Ordinal);
        Assert.All((string[])["--urls", "--rung", "--terse", "--lang", "--Http:Limits:RequestLine", "--Http:Timeouts:Head"],
            option => Assert.Contains(option, result.Text, StringComparison.Ordinal));
    }
}
