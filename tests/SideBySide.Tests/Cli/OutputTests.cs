namespace SideBySide.Tests.Cli;

/// <summary>Every program reports in one sentence that it cannot print.</summary>
[Trait("kind", "process")]
public sealed class OutputTests
{
    private const string Full = "Standard output cannot be written: No space left on device.\n";
    private const string Closed = "Standard output cannot be written: Bad file descriptor.\n";

    [Theory]
    [InlineData("SideBySide", "--help", "> /dev/full", 1, Full)]
    [InlineData("SideBySide", "list", "> /dev/full", 1, Full)]
    [InlineData("SideBySide", "list --json", ">&-", 1, Closed)]
    [InlineData("SideBySide", "show plain-get", ">&-", 1, Closed)]
    [InlineData("SideBySide", "explain <<< x", "> /dev/full", 1, Full)]
    [InlineData("SideBySide", "list", ">&3", 141, "")]
    [InlineData("HandRolledHttp", "--help", "> /dev/full", 1, Full)]
    [InlineData("HandRolledHttp", "--version", ">&-", 1, Closed)]
    [InlineData("SideBySide", "list", "> /dev/full 2> /dev/full", 1, "")]
    [InlineData("SideBySide", "explain", "<&-", 3, "- cannot be read: Bad file descriptor\n")]
    [InlineData("SideBySide", "explain", "< /", 3, "- cannot be read: Is a directory\n")]
    public async Task Output_or_input_that_cannot_be_used_is_one_sentence(string program, string command, string redirection, int code, string error)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Needs /dev/full.");
        var line = $"exec 3> >(:); wait $!; dotnet '{Repository.Program(program)}' {command} {redirection}; exit ${{PIPESTATUS[0]}}";

        var result = await Tool.Require("bash").RunAsync(["-c", line], timeout: Hang.Guard);

        Assert.Equal((code, error), (result.ExitCode, result.Error));
    }
}
