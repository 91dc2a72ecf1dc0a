using System.Text.Json;
using SideBySide.Tests.Cli;

namespace SideBySide.Tests.Checks;

/// <summary><c>check --ws</c>: on our own servers, on a WebSocket that returns nothing, and on a path that is none.</summary>
[Trait("kind", "process")]
public sealed class WebSocketCheckTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("csvsbs-");

    public WebSocketCheckTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "A program is ended with its children only on Linux.");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("HandRolledHttp")]
    [InlineData("MinimalHttpServer")]
    public async Task Our_servers_have_no_fault(string server)
    {
        var start = $"exec dotnet {Repository.Program(server)} --urls http://127.0.0.1:{{port}}";
        var (exitCode, outcomes) = await CheckAsync(start, "/ws/echo");

        Assert.Equal(0, exitCode);
        Assert.InRange(outcomes.Count, 19, int.MaxValue);
        Assert.All(outcomes, outcome => Assert.Equal("passed", outcome.Value));
    }

    [Fact]
    public async Task What_only_an_echo_shows_is_not_judged_elsewhere()
    {
        var (exitCode, outcomes) = await CheckAsync(Planted("send(client, kind, message)", "pass"), "/ws");

        Assert.Equal(0, exitCode);
        Assert.Equal(("not-built", "not-built"), (outcomes["ws-echo"], outcomes["ws-fragments"]));
        Assert.Equal(("passed", "passed"), (outcomes["ws-ping"], outcomes["ws-utf8"]));
    }

    [Fact]
    public async Task A_greeting_is_no_echo_and_no_fault()
    {
        var server = Planted("    message, kind = b'', 0\n", "    message, kind = b'', 0\n    send(client, 1, b'hello')\n");
        var (exitCode, outcomes) = await CheckAsync(server, "/ws");

        Assert.Equal(0, exitCode);
        Assert.Equal(("not-built", "passed", "passed"), (outcomes["ws-echo"], outcomes["ws-ping"], outcomes["ws-close"]));
    }

    [Fact]
    public async Task A_path_that_is_no_WebSocket_fails_once()
    {
        var (exitCode, outcomes) = await CheckAsync(Planted("'/echo'", "'/echo'"), "/hello");

        Assert.Equal(1, exitCode);
        Assert.Equal(("failed", "not-run", "not-built"), (outcomes["ws-handshake"], outcomes["ws-ping"], outcomes["ws-echo"]));
    }

    [Fact]
    public async Task Without_a_path_there_is_nothing_to_check()
    {
        var result = await CommandRunner.RunAsync(["check", "--target", "127.0.0.1:1", "--only", "websocket"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--ws", result.Error, StringComparison.Ordinal);
    }

    private string Planted(string old, string planted)
    {
        _ = Tool.Require("python3");
        var right = PlantedMistake.Find("websocket", "none");
        Assert.Contains(old, right.Source, StringComparison.Ordinal);
        return (right with { Source = right.Source.Replace(old, planted, StringComparison.Ordinal) }).Prepare(_folder.FullName);
    }

    private static async Task<(int ExitCode, Dictionary<string, string?> Outcomes)> CheckAsync(string start, string path)
    {
        var result = await CommandRunner.RunAsync(["check", "--start", start, "--ws", path, "--only", "websocket", "--json"]);
        Assert.True(result.Text.Length > 0, result.Error);
        using var report = JsonDocument.Parse(result.Text);
        return (result.ExitCode, report.RootElement.GetProperty("results").EnumerateArray()
            .ToDictionary(check => check.GetProperty("id").GetString()!, check => check.GetProperty("outcome").GetString()));
    }
}
