using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SideBySide.Terminal;

namespace SideBySide.Tests.Commands;

/// <summary>Ctrl-C and SIGTERM end every command in order: 130 or 143, no trace, and no child process left.</summary>
public sealed partial class StopTests
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

    [Fact]
    public async Task Replay_ends_while_it_waits_for_a_server_that_says_nothing()
    {
        using var silent = new Socket(SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        silent.Listen();
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file,
        [
            """{"format":"csvsbs-conversation","version":1,"to":"127.0.0.1:1"}""",
            """{"connection":1,"at":0,"from":"client","event":"opened"}""",
            """{"connection":1,"at":0.1,"from":"client","event":"bytes","text":"x"}""",
            """{"connection":1,"at":0.2,"from":"server","event":"bytes","text":"y"}""",
        ], TestContext.Current.CancellationToken);
        using var stop = new StopRequest();
        var running = Cli.RunAsync(["replay", file, "--to", $"{silent.LocalEndPoint}"], stop, () => Stream.Null);
        using var peer = await silent.AcceptAsync(TestContext.Current.CancellationToken);

        stop.Ask(143);

        Assert.Equal((143, "", ""), ((await running).ExitCode, (await running).Text, (await running).Error));
        File.Delete(file);
    }

    [Theory]
    [Trait("kind", "process")]
    [InlineData("INT", 130, "RawSocketServer", "ledger", "--exchanges", "1000000")]
    [InlineData("TERM", 143, "SideBySide", "bench", "--seconds", "30")]
    [InlineData("TERM", 143, "leash", "run", "slow-drip", "--peers", "--on", "raw")]
    public async Task A_signal_leaves_no_child_process_behind(string signal, int exitCode, string child, params string[] args)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Children are read from /proc.");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.Program("SideBySide"), .. args, "--lang", "en"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var children = new Dictionary<int, string>();
        var guard = Stopwatch.StartNew();
        while (!children.Values.Any(command => command.Contains(child, StringComparison.Ordinal)))
        {
            Assert.False(process.HasExited, "It ended before it had a child.");
            Assert.InRange(guard.Elapsed, TimeSpan.Zero, Hang.Guard);
            children = Descendants(process.Id);
            await Task.Yield();
        }

        using (var kill = Process.Start("sh", ["-c", $"kill -{signal} {process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        Assert.Equal((exitCode, ""), (process.ExitCode, await error));
        Assert.DoesNotContain(children, known => Command(known.Key) == known.Value);
    }

    // By id and command line, since the system gives the id of an ended process to a new one.
    private static Dictionary<int, string> Descendants(int ancestor)
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && Parent().Match(Read($"{folder}/status")) is { Success: true } match)
                parents[id] = int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        }

        bool Descends(int id) => parents.TryGetValue(id, out var parent) && (parent == ancestor || Descends(parent));
        return parents.Keys.Where(Descends).ToDictionary(id => id, Command);
    }

    private static string Command(int id) => Read($"/proc/{id}/cmdline");

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return ""; // ended meanwhile
        }
    }

    [GeneratedRegex(@"^PPid:\s+(\d+)", RegexOptions.Multiline)]
    private static partial Regex Parent();
}
