using System.IO.Pipelines;
using SideBySide.Terminal;

namespace SideBySide.Tests.Commands;

/// <summary>Ctrl-C and SIGTERM end every command in order: 130 or 143, and no word on either stream.</summary>
public sealed class StopTests
{
    [Theory]
    [InlineData(130, "run", "plain-get", "--on", "raw")]
    [InlineData(143, "matrix", "plain-get", "--on", "raw", "--peers")]
    [InlineData(130, "staircase")]
    [InlineData(143, "ledger")]
    [InlineData(130, "bench")]
    [InlineData(143, "load", "127.0.0.1:1")]
    [InlineData(130, "explain", "-")]
    public async Task A_command_that_is_asked_to_stop_at_its_beginning_ends_with_the_signals_exit_code(int exitCode, params string[] args)
    {
        using var stop = new StopRequest();
        stop.Ask(exitCode);

        var result = await Cli.RunAsync([.. args, "--lang", "en"], stop, () => new MemoryStream());

        Assert.Equal((exitCode, "", ""), (result.ExitCode, result.Text, result.Error));
    }

    [Fact]
    public async Task Explain_ends_while_it_waits_for_its_input()
    {
        using var stop = new StopRequest();
        var pipe = new Pipe();
        var opened = new TaskCompletionSource();
        var running = Cli.RunAsync(["explain"], stop, () =>
        {
            opened.SetResult();
            return pipe.Reader.AsStream();
        });
        await opened.Task.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        stop.Ask(130);

        Assert.Equal((130, "", ""), ((await running).ExitCode, (await running).Text, (await running).Error));
    }
}
