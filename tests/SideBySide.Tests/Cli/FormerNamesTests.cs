using SideBySide.Cli;

namespace SideBySide.Tests.Cli;

/// <summary>Commands, options and server ids of version 0.1 are still accepted, but not shown.</summary>
public sealed class FormerNamesTests
{
    [Theory]
    [InlineData("ledger --json", "cost --json")]
    [InlineData("--lang zh staircase", "--lang zh steps")]
    [InlineData("--lang=zh ledger", "--lang=zh cost")]
    [InlineData("--rungs http://127.0.0.1:0 --lang en", "--steps http://127.0.0.1:0 --lang en")]
    [InlineData("--rungs=http://127.0.0.1:0", "--steps=http://127.0.0.1:0")]
    [InlineData("run plain-get --on raw,rung3", "run plain-get --on raw,step3")]
    [InlineData("run plain-get --on=rung3", "run plain-get --on=step3")]
    [InlineData("explain staircase", "explain staircase")] // the name of a file
    [InlineData("explain -- --rungs", "explain -- --rungs")]
    [InlineData("-- ledger", "-- ledger")]
    public void A_former_name_is_read_as_todays(string typed, string today) => Assert.Equal(today.Split(' '), FormerNames.Replace(typed.Split(' ')));

    [Theory]
    [InlineData("ledger", "cost")]
    [InlineData("staircase", "steps")]
    public async Task A_former_command_is_the_new_one(string former, string today)
    {
        var (was, now) = (await CommandRunner.RunAsync([former, "--help"]), await CommandRunner.RunAsync([today, "--help"]));

        Assert.Equal((0, now.Text), (was.ExitCode, was.Text));
        Assert.Contains($"-- {today} [options]", was.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_and_messages_show_todays_names_only()
    {
        string[][] lines =
        [
            ["--help"], ["nonsense"], ["run", "plain-get", "--on", "nobody"],
            .. CommandLine.Root().Subcommands.Select(command => (string[])[command.Name, "--help"])
        ];
        foreach (var line in lines)
        {
            var result = await CommandRunner.RunAsync(line);
            Assert.DoesNotMatch("ledger|staircase|rung", result.Text + result.Error);
        }
    }
}
