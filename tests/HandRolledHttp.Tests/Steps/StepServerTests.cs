using System.Net;
using System.Net.Sockets;
using HandRolledHttp.Steps;
using RawSocketServer;
using TestKit;

namespace HandRolledHttp.Tests.Steps;

/// <summary>The class that keeps the steps running.</summary>
public sealed class StepServerTests
{
    public static TheoryData<int> Numbers => [.. LearnerStep.All.Select(step => step.Number)];

    [Theory]
    [InlineData(1, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData(2, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    public async Task A_reset_ends_a_step_and_it_is_started_again_on_the_same_address(int number, string request)
    {
        await using var step = await RunningStep.StartAsync(number);
        (await step.ConnectAsync()).Reset();

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await step.AskAsync(request), StringComparison.Ordinal);
        Assert.StartsWith(
            $"Step {number} crashed: ",
            Assert.Single(step.Log.Lines, line => line.Contains("ended", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_reset_ends_only_its_own_connection_further_up(int number)
    {
        await using var step = await RunningStep.StartAsync(number);
        await using var other = await step.ConnectAsync();
        (await step.ConnectAsync()).Reset();

        await other.SendAsync("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
        await other.ReceiveUntilAsync("Hello, World!");
        Assert.DoesNotContain(step.Log.Lines, line => line.Contains("ended", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Stops_although_a_client_is_connected_and_silent(int number)
    {
        await using var step = await RunningStep.StartAsync(number);
        await using var silent = await step.ConnectAsync();

        await step.StopAsync().WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        await silent.ReceiveToEndOrResetAsync();
        await Assert.ThrowsAsync<SocketException>(step.ConnectAsync);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    [Trait("kind", "process")]
    public async Task Runs_as_a_program_that_says_where_and_stops_cleanly(int number)
    {
        await using var server = await ServerProcess.StartAsync("HandRolledHttp", "--step", $"{number}", "--urls", "http://127.0.0.1:0");

        Assert.Matches($@"Microsoft\.Hosting\.Lifetime\[14\]\s+Now listening on: http://127\.0\.0\.1:\d+ \(step {number}: ", server.Output);
        await using var peer = await Peer.ConnectAsync(Assert.Single(server.Urls));
        await peer.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        await peer.ReceiveUntilAsync("HTTP/1.1 200 OK\r\n");
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task Listens_on_several_addresses_as_well()
    {
        await using var step = await RunningStep.StartAsync(2, urls: "http://127.0.0.1:0;http://[::1]:0");

        await using var peer = await step.ConnectAsync();
        await peer.SendAsync("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
        await peer.ReceiveUntilAsync("Hello, World!");
    }

    [Theory]
    [InlineData("--step \"9\" is not known; choose one of: 1, 2, 3, 4, 5.", "--step", "9")]
    [InlineData("--step \"\" is not known; choose one of: 1, 2, 3, 4, 5.", "--step=")]
    [InlineData("--step \"9\" is not known; choose one of: 1, 2, 3, 4, 5.", "--rung", "9")] // its name in version 0.1
    [InlineData("--step \"8\" is not known; choose one of: 1, 2, 3, 4, 5.", "--rung=8")]
    [InlineData("--step needs a value after it.", "--step")]
    [InlineData("\"--terse\" is not an option of this program; its options are --step, --urls, --lang (see --help).", "--step", "1", "--terse")]
    public void A_bad_option_is_one_sentence(string sentence, params string[] args) =>
        Assert.Equal(sentence, Assert.Throws<UsageException>(() => Program.Create(args)).Message);

    [Fact]
    public async Task A_taken_port_is_one_sentence_and_exit_code_1()
    {
        using var holder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        holder.Listen();
        var port = ((IPEndPoint)holder.LocalEndPoint!).Port;

        var result = await Tool.Require("dotnet").RunAsync(Repository.Program("HandRolledHttp"), "--step", "2", "--urls", $"http://127.0.0.1:{port}");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(
            $"Port {port} is already in use",
            Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Run one of the five steps instead")]
    [InlineData("zh", "改为运行五个步骤之一")]
    public async Task Help_names_every_option_in_both_languages(string language, string sentence)
    {
        var result = await Tool.Require("dotnet").RunAsync(Repository.Program("HandRolledHttp"), "--help", "--lang", language);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(sentence, result.Text, StringComparison.Ordinal);
        Assert.Contains(
            language == "zh" ? "程序所在文件夹的 appsettings.json" : "appsettings.json in the folder of the program",
            result.Text,
            StringComparison.Ordinal);
        Assert.All((string[])["--urls", "--step", "--terse", "--lang", "--Http:Limits:RequestLine", "--Http:Timeouts:Head"],
            option => Assert.Contains(option, result.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("rung", result.Text, StringComparison.Ordinal);
    }
}
