using RawSocketServer.Hosting;

namespace RawSocketServer.Tests.Hosting;

/// <summary>Failing output and input: one sentence, an exit code, no stack trace.</summary>
[Trait("kind", "process")]
public class StandardOutputTests
{
    private static readonly Tool s_bash = Tool.Require("bash");

    [Theory]
    [InlineData("--version", "> /dev/full", "No space left on device")]
    [InlineData("--help", "> /dev/full", "No space left on device")]
    [InlineData("--version", ">&-", "Bad file descriptor")]
    [InlineData("connect --help", ">&-", "Bad file descriptor")]
    [InlineData("connect {server} hello", "> /dev/full", "No space left on device")]
    [InlineData("connect {server} hello", ">&-", "Bad file descriptor")]
    [InlineData("connect {server} --timeout 50 < <(yes 2> /dev/null)", "> /dev/full", "No space left on device")]
    [InlineData("connect udp://{udp} hello", "> /dev/full", "No space left on device")]
    public async Task Output_that_cannot_be_written_is_one_sentence(string command, string redirection, string reason)
    {
        var (code, error) = await RunAsync(command, redirection);

        Assert.Equal((1, $"Standard output cannot be written: {reason}.\n"), (code, error));
    }

    [Theory]
    [InlineData("connect {server} < <(yes 2> /dev/null)")]
    [InlineData("connect udp://{udp} < <(yes 2> /dev/null)")]
    [InlineData("--help")]
    public async Task A_program_ends_in_silence_after_its_reader(string command)
    {
        var (code, error) = await RunAsync(command, ">&3");

        Assert.Equal((141, ""), (code, error));
    }

    [Theory]
    [InlineData("--version", 0)]
    [InlineData("connect localhost:0 x", 2)]
    public async Task An_error_that_cannot_be_written_hides_no_exit_code(string command, int expected) =>
        Assert.Equal(expected, (await RunAsync(command, "> /dev/null 2> /dev/full")).Code);

    [Theory]
    [InlineData("{server}", "< /", "Is a directory")]
    [InlineData("udp://{udp}", "< /", "Is a directory")]
    [InlineData("{server}", "<&-", "Bad file descriptor")]
    [InlineData("udp://{udp}", "<&-", "Bad file descriptor")]
    public async Task Input_that_cannot_be_read_is_one_sentence_at_once(string target, string redirection, string reason)
    {
        var (code, error) = await RunAsync($"connect {target} --timeout 50", redirection);

        Assert.Equal(ExitCodes.CannotRun, code);
        Assert.Equal($"Standard input cannot be read: {reason}.\n", error);
    }

    private static async Task<(int Code, string Error)> RunAsync(string command, string redirection)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Needs /dev/full.");
        await using var server = await RunningServer.StartAsync();
        var line = command.Replace("{server}", server.EndPoint("tcp").ToString(), StringComparison.Ordinal)
            .Replace("{udp}", server.EndPoint("udp").ToString(), StringComparison.Ordinal);
        var result = await s_bash.RunAsync(
            ["-c", $"exec 3> >(:); wait $!; dotnet '{Repository.Program("RawSocketServer")}' {line} {redirection}; exit ${{PIPESTATUS[0]}}"],
            timeout: Hang.Guard);
        return (result.ExitCode, result.Error);
    }
}
