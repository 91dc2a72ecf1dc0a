using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Cli;
using SideBySide.Servers;
using SideBySide.Tests.Cli;
using SideBySide.Tests.Web;

namespace SideBySide.Tests;

/// <summary>A failed start names the reason in one sentence, and leaves nothing behind.</summary>
[Trait("kind", "process")]
public sealed class StartupErrorsTests
{
    [Theory]
    [InlineData("--raw", "tcp")]
    [InlineData("--raw", "udp")]
    [InlineData("--handrolled", "http")]
    [InlineData("--handrolled", "https")]
    [InlineData("--minimal", "http")]
    [InlineData("--minimal", "https")]
    [InlineData("--steps", "http")]
    [InlineData("--urls", "http")]
    public async Task A_taken_port_is_told_with_the_option_that_changes_it(string option, string scheme)
    {
        using var holder = Hold(scheme, out var port);

        var failure = await StartAsync([.. FreePorts.But(option), option, $"{scheme}://127.0.0.1:{port}"]);

        Assert.Equal(
            $"Port {port} is already in use, so {scheme}://127.0.0.1:{port} cannot be listened on; "
                + $"stop the program that uses it, or choose another port with {option} (port 0 takes any free one).",
            failure.Message);
    }

    [Fact]
    public async Task A_taken_port_of_the_live_wire_is_told_like_any_other()
    {
        using var holder = Hold("tcp", out var port);

        var failure = await StartAsync([.. FreePorts.But("--live"), "--live", $"tcp://127.0.0.1:0;http://127.0.0.1:{port};http://127.0.0.1:0"]);

        Assert.Equal(
            $"Port {port} is already in use, so http://127.0.0.1:{port} cannot be listened on; "
                + "stop the program that uses it, or choose another port with --live (port 0 takes any free one).",
            failure.Message);
    }

    [Fact]
    public async Task A_taken_port_is_told_in_Chinese_to_a_Chinese_user()
    {
        using var holder = Hold("tcp", out var port);

        var result = await RunAsync(
            [.. FreePorts.But("--raw"), "--raw", $"tcp://127.0.0.1:{port}"],
            new() { ["LANG"] = "zh_CN.UTF-8", ["LC_ALL"] = "zh_CN.UTF-8" });

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"端口 {port} 已被占用", Assert.Single(Lines(result.Error)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"--bogus\" is not an option", "--bogus")]
    [InlineData("\"nonsense\" is not a command", "nonsense")]
    [InlineData("--raw needs a value", "--raw")]
    [InlineData("--lang \"fr\" is not known", "--lang", "fr")]
    [InlineData("must begin with tcp:// or udp://", "--raw", "http://127.0.0.1:0")]
    [InlineData("must begin with http:// or https://", "--minimal", "127.0.0.1:0")]
    [InlineData("--handrolled is empty", "--handrolled", ";")]
    [InlineData("--steps is empty", "--steps", ";")]
    [InlineData("--steps has 2 addresses", "--steps", "http://127.0.0.1:0;http://127.0.0.1:0")]
    [InlineData("choose a port up to 65531", "--steps", "http://127.0.0.1:65532")]
    [InlineData("--live has 1 addresses", "--live", "tcp://127.0.0.1:0")]
    [InlineData("must begin with tcp:// or http://", "--live", "udp://127.0.0.1:0")]
    [InlineData("--raw is given 2 times", "--raw", "tcp://127.0.0.1:0", "--raw", "tcp://127.0.0.1:0")]
    [InlineData("127.0.0.1:65536", "--urls", "http://127.0.0.1:65536")]
    public async Task A_command_line_that_means_nothing_is_refused_before_anything_starts(string reason, params string[] args)
    {
        var result = await CommandRunner.RunAsync(args, language: null);

        Assert.Equal(args is ["nonsense"] ? ExitCodes.Usage : ExitCodes.Failure, result.ExitCode); // an unknown sub-command; a server that cannot start
        Assert.Contains(reason, Assert.Single(Lines(result.Error)), StringComparison.Ordinal);
        Assert.Equal("", result.Text);
    }

    [Theory]
    [InlineData("en", "The addresses of RawSocketServer.")]
    [InlineData("zh", "RawSocketServer 的监听地址。")]
    public async Task Help_names_every_option_with_its_default(string language, string sentence)
    {
        var result = await CommandRunner.RunAsync(["--help"], language: language);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(sentence, result.Text, StringComparison.Ordinal);
        Assert.All(ServerDefinitions.WithOption.Append(StepDefinitions.All[0]), definition =>
        {
            Assert.Contains(definition.Option + " ", result.Text, StringComparison.Ordinal);
            Assert.Contains(definition.DefaultUrls, result.Text, StringComparison.Ordinal);
        });
        Assert.All(result.Text.Split('\n'), line => Assert.InRange(TerminalText.Width(line), 0, 80));
    }

    [Fact]
    public async Task Speaks_Chinese_where_the_system_carries_no_culture_data()
    {
        var result = await RunAsync(["--help", "--lang", "zh"], new() { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" });

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("RawSocketServer 的监听地址。", result.Text, StringComparison.Ordinal);
    }

    // In this process, and without the output of the servers that did start.
    private static Task<StartupException> StartAsync(string[] args)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        return Assert.ThrowsAsync<StartupException>(() => MainCommand.RunAsync(PageHost.Settings(args), TestContext.Current.CancellationToken));
    }

    private static Task<ToolResult> RunAsync(IEnumerable<string> args, Dictionary<string, string?>? environment = null) =>
        Tool.Require("dotnet").RunAsync([Repository.Program("SideBySide"), .. args], environment: environment);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Socket Hold(string scheme, out int port)
    {
        var socket = scheme == "udp"
            ? new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (scheme != "udp")
            socket.Listen();
        port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        return socket;
    }
}
