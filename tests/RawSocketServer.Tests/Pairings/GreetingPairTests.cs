using System.Text.RegularExpressions;

namespace RawSocketServer.Tests.Pairings;

/// <summary>The exchange of the original text between programs in different languages that share only the socket.</summary>
[Trait("kind", "process")]
public partial class GreetingPairTests
{
    private const string Answer = "你好，客户端！";

    private static readonly Dictionary<string, string?> s_utf8 = new() { ["PYTHONUTF8"] = "1" };

    [Fact]
    public async Task Python_client_and_Python_server()
    {
        await using var server = await StartPythonAsync();
        Assert.Equal(Answer, (await RunPythonClientAsync(server.Port("tcp"))).Text);
        await AssertReceivedAsync(server);
    }

    [Fact]
    public async Task Python_client_and_our_server()
    {
        await using var server = await ServerProcess.StartAsync("RawSocketServer", "--mode", "greet", "--urls", "tcp://127.0.0.1:0");
        var result = await RunPythonClientAsync(server.Port("tcp"));
        Assert.Equal((0, Answer, ""), (result.ExitCode, result.Text, result.Error));
        Assert.Equal(0, await server.StopAsync());
        Assert.Contains("received \"Hello, Server!\"", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_client_and_Python_server()
    {
        await using var server = await StartPythonAsync();
        var result = await RunOurClientAsync(server.Port("tcp"));
        Assert.Equal((0, Answer, ""), (result.ExitCode, result.Text, result.Error));
        await AssertReceivedAsync(server);
    }

    [Fact]
    public async Task Our_client_and_our_server()
    {
        await using var server = await ServerProcess.StartAsync("RawSocketServer", "--mode", "greet", "--urls", "tcp://127.0.0.1:0");
        var result = await RunOurClientAsync(server.Port("tcp"));
        Assert.Equal((0, Answer, ""), (result.ExitCode, result.Text, result.Error));
    }

    [Theory]
    [InlineData("echo", "Hello, Server!")]
    [InlineData("greet", Answer)]
    public async Task Netcat_and_our_server(string mode, string answer)
    {
        var nc = Tool.Require("nc");
        await using var server = await RunningServer.StartAsync("--mode", mode);
        var result = await nc.RunAsync(["-N", "127.0.0.1", $"{server.EndPoint("tcp").Port}"], "Hello, Server!"u8.ToArray());
        Assert.Equal((0, answer, ""), (result.ExitCode, result.Text, result.Error));
    }

    private static Tool Python => Tool.Require("python3", "python");

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "python", name);

    private static Task<ServerProcess> StartPythonAsync() =>
        ServerProcess.StartCommandAsync(Python.Path, [Script("greet_server.py")], NowListening, s_utf8);

    private static Task<ToolResult> RunPythonClientAsync(int port) =>
        Python.RunAsync([Script("greet_client.py"), "127.0.0.1", $"{port}"], environment: s_utf8);

    private static Task<ToolResult> RunOurClientAsync(int port) =>
        Tool.Require("dotnet").RunAsync(Repository.Program("RawSocketServer"), "connect", $"localhost:{port}", "Hello, Server!");

    private static async Task AssertReceivedAsync(ServerProcess server)
    {
        Assert.Equal(0, await server.ExitAsync());
        Assert.Contains("received: Hello, Server!", server.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex("Now listening on")]
    private static partial Regex NowListening { get; }
}
