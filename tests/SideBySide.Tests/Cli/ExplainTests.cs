using System.Text.Json;
using System.Text.RegularExpressions;
using RawSocketServer.Hosting;
using SideBySide.Cli;

namespace SideBySide.Tests.Cli;

/// <summary>The command <c>explain</c>. To update the expected outputs, run with UPDATE_DOCS=1 and review the difference.</summary>
public sealed partial class ExplainTests
{
    private const string Wrong = "GET /hello?name=%E4%BD%A0 HTTP/1.1\r\nHo st: x\r\n\r\n";
    private const string Right = "POST /h?a=b+c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n10;x=y\r\n0123456789abcdef\r\n0\r\n\r\n";

    // A message each way, then a frame without a mask.
    private const string WebSocket = """
        {"format":"csvsbs-conversation","version":1,"to":"127.0.0.1:8081"}
        {"connection":1,"at":0.1,"from":"client","event":"opened","detail":"127.0.0.1:40312"}
        {"connection":1,"at":0.2,"from":"client","event":"bytes","text":"GET /ws/echo HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"}
        {"connection":1,"at":0.3,"from":"server","event":"bytes","text":"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"}
        {"connection":1,"at":0.4,"from":"client","event":"bytes","base64":"gYU3+iE9f59NUVg="}
        {"connection":1,"at":0.5,"from":"server","event":"bytes","base64":"gQVIZWxsbw=="}
        {"connection":1,"at":0.6,"from":"client","event":"bytes","base64":"gQVIZWxsbw=="}

        """;

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public Task A_refused_request(string language) => CompareAsync("refused", 1, Wrong, language);

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public Task A_right_request(string language) => CompareAsync("right", 0, Right, language);

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public Task An_answer(string language) => CompareAsync("answer", 0, "HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nnope", language);

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public Task A_saved_conversation_with_a_WebSocket(string language) => CompareAsync("websocket", 1, WebSocket, language);

    [Fact]
    public async Task A_saved_conversation_is_JSON_when_that_is_asked_for()
    {
        var result = await CommandRunner.RunAsync(["explain", "--json"], WebSocket);
        var messages = JsonDocument.Parse(result.Output).RootElement[0].GetProperty("messages").EnumerateArray().ToArray();

        Assert.Equal(["client request", "server response", "client frame", "server frame", "client frame"],
            messages.Select(sent => $"{sent.GetProperty("from").GetString()} {sent.GetProperty("message").GetProperty("kind").GetString()}"));
        Assert.Equal((1, "MaskMissing"), (result.ExitCode, messages[4].GetProperty("message").GetProperty("refusal").GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_file_that_is_no_conversation_after_its_first_line_is_told_in_one_sentence()
    {
        var result = await CommandRunner.RunAsync(["explain"], WebSocket + "{}\n");

        Assert.Equal((ExitCodes.CannotRun, ""), (result.ExitCode, result.Text));
        Assert.StartsWith("-, line 8: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_editors_line_ends_are_turned_when_that_is_asked_for()
    {
        Assert.Contains("BareLf", (await CommandRunner.RunAsync(["explain", "-"], "GET / HTTP/1.1\nHost: x\n\n")).Text, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandRunner.RunAsync(["explain", "--crlf"], "GET / HTTP/1.1\nHost: x\n\n")).ExitCode);
    }

    [Fact]
    public async Task Escapes_are_read_when_that_is_asked_for()
    {
        var result = await CommandRunner.RunAsync(["explain", "--escaped", "--json"], "GET /\\xff HTTP/1.1\\r\\n\nHost: x\\r\\n\n\\r\\n");
        Assert.Equal(5, JsonDocument.Parse(result.Output).RootElement.GetProperty("refusal").GetProperty("offset").GetInt32());

        var wrong = await CommandRunner.RunAsync(["explain", "--escaped"], "GET /\n a\\q");
        Assert.Equal((ExitCodes.CannotRun, ""), (wrong.ExitCode, wrong.Text));
        Assert.StartsWith("Line 2, column 3: ", wrong.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "The input is empty", "explain")]
    [InlineData(3, "nowhere.txt cannot be read", "explain", "nowhere.txt")]
    [InlineData(2, "\"--x\" is not an option of this program; its options are --crlf, --escaped, --json, --lang, --help", "explain", "--x")]
    [InlineData(2, "\"b\" is not an option", "explain", "a", "b")]
    [InlineData(2, "\"explian\" is not a command of this program; its commands are list, show, run, matrix, check, explain", "explian")]
    [InlineData(2, "watch needs --listen [ADDRESS:]PORT", "watch")]
    [InlineData(2, "watch needs --to [HOST:]PORT", "watch", "--listen", "0")]
    [InlineData(2, "--to needs a value", "watch", "--listen", "0", "--to")]
    [InlineData(2, "is another machine; add --allow-remote", "watch", "--listen", "0", "--to", "192.0.2.1:80")]
    [InlineData(2, "replay needs FILE", "replay")]
    [InlineData(3, "nowhere.jsonl cannot be read", "replay", "nowhere.jsonl", "--to", "127.0.0.1:1")]
    public async Task What_cannot_be_done_is_told_in_one_sentence(int code, string reason, params string[] args)
    {
        var result = await CommandRunner.RunAsync(args);

        Assert.Equal((code, ""), (result.ExitCode, result.Text));
        Assert.Contains(reason, Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain")]
    [InlineData("watch")]
    [InlineData("replay")]
    public async Task Help_of_a_command_fits_80_columns_in_both_languages(string command)
    {
        var (english, chinese) = (await CommandRunner.RunAsync([command, "--help"]), await CommandRunner.RunAsync([command, "--help"], language: "zh"));

        Assert.Equal((0, 0), (english.ExitCode, chinese.ExitCode));
        Assert.Contains($"Usage\n  dotnet run --project SideBySide -- {command}", english.Text, StringComparison.Ordinal);
        Assert.Contains($"用法\n  dotnet run --project SideBySide -- {command}", chinese.Text, StringComparison.Ordinal);
        Assert.Contains("\nExamples\n", english.Text, StringComparison.Ordinal);
        Assert.Contains("--lang en|zh", english.Text, StringComparison.Ordinal);
        Assert.All(english.Text.Split('\n').Concat(chinese.Text.Split('\n')), line => Assert.InRange(TerminalText.Width(line), 0, 80));
    }

    private static async Task CompareAsync(string name, int exitCode, string input, string language)
    {
        var result = await CommandRunner.RunAsync(["explain"], input, language);
        var path = Path.Combine(Repository.Root, "tests", "SideBySide.Tests", "Cli", "Expected", $"{name}.{language}.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            await File.WriteAllTextAsync(path, WithoutLines(result.Text), TestContext.Current.CancellationToken);

        Assert.Equal((exitCode, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n"),
            WithoutLines(result.Text).ReplaceLineEndings("\n"));
        Assert.All(result.Text.Split('\n'), line => Assert.InRange(TerminalText.Width(line), 0, 80));
    }

    // RuleSourceTests check the line numbers; here they would only change with every edit of the file.
    private static string WithoutLines(string text) => Line().Replace(text, ":LINE");

    [GeneratedRegex(@"(?<=\.cs):[0-9]+")]
    private static partial Regex Line();
}
