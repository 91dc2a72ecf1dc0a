using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using SideBySide.Cli;

namespace SideBySide.Tests.Cli;

/// <summary>Ctrl-C and SIGTERM end every command gracefully: 130 or 143, and no output on either stream.</summary>
public sealed class StopTests
{
    [Theory]
    [InlineData(130, "run", "plain-get", "--on", "raw")]
    [InlineData(143, "matrix", "plain-get", "--on", "raw", "--peers")]
    [InlineData(130, "steps")]
    [InlineData(143, "cost")]
    [InlineData(130, "bench")]
    [InlineData(143, "load", "127.0.0.1:1")]
    [InlineData(130, "explain", "-")]
    public async Task A_command_that_is_asked_to_stop_at_its_beginning_ends_with_the_signals_exit_code(int exitCode, params string[] args)
    {
        using var stop = new StopRequest();
        stop.Ask(exitCode);

        var result = await CommandRunner.RunAsync([.. args, "--lang", "en"], stop, () => new MemoryStream());

        Assert.Equal((exitCode, "", ""), (result.ExitCode, result.Text, result.Error));
    }

    [Fact]
    public async Task Explain_ends_while_it_waits_for_its_input()
    {
        using var stop = new StopRequest();
        var pipe = new Pipe();
        var opened = new TaskCompletionSource();
        var running = CommandRunner.RunAsync(["explain"], stop, () =>
        {
            opened.SetResult();
            return pipe.Reader.AsStream();
        });
        await opened.Task.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        stop.Ask(130);

        Assert.Equal((130, "", ""), ((await running).ExitCode, (await running).Text, (await running).Error));
    }

    [Fact]
    public async Task Replay_ends_while_it_keeps_a_pause_of_the_recording()
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        server.Listen();
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file,
        [
            """{"format":"csvsbs-conversation","version":1,"to":"127.0.0.1:1"}""",
            """{"connection":1,"at":0,"from":"client","event":"opened"}""",
            """{"connection":1,"at":3600000,"from":"client","event":"bytes","text":"x"}""",
        ], TestContext.Current.CancellationToken);
        using var stop = new StopRequest();
        var running = CommandRunner.RunAsync(["replay", file, "--to", $"{server.LocalEndPoint}", "--pace"], stop, () => Stream.Null);
        var accepting = server.AcceptAsync(TestContext.Current.CancellationToken).AsTask();
        using var peer = await accepting.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        stop.Ask(143);

        Assert.Equal((143, "", ""), ((await running).ExitCode, (await running).Text, (await running).Error));
        File.Delete(file);
    }
}
