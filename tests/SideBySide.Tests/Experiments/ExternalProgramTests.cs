using System.Text;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Experiments.Yaml;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Tests.Experiments;

/// <summary>A program that waits for an idle server is ended; one that computes, has just started or ends by itself is not.</summary>
[Collection(nameof(IdlePool))]
public sealed class ExternalProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("program-").FullName;
    private readonly StandingTime _time = new();
    private readonly IdleServer _server = new();
    private readonly EventLog _log;

    public ExternalProgramTests()
    {
        Assert.SkipUnless(BlockedProcess.IsKnown, "Only Linux says whether a program waits.");
        _log = new EventLog(_time, null);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Prints, then waits for the server's bytes forever.
    private string Waiting => $"exec 3<>/dev/tcp/127.0.0.1/{_server.Address.Port}; echo begun; exec cat <&3";

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_program_that_waits_for_an_idle_server_is_ended()
    {
        await RunAsync(Waiting);

        Assert.Equal([WireEventKind.Printed, WireEventKind.GaveUp, WireEventKind.Noted], _log.Events.Select(e => e.Kind));
        Assert.Equal("exit=none", _log.Events[^1].Note);
    }

    [Fact]
    public async Task A_program_that_prints_and_ends_is_not()
    {
        await RunAsync("echo begun; exit 3");

        Assert.Equal("begun\n", Printed());
        Assert.Equal("exit=3", _log.Events[^1].Note);
        Assert.DoesNotContain(_log.Events, e => e.Kind == WireEventKind.GaveUp);
    }

    [Fact]
    public async Task A_program_that_computes_is_not()
    {
        var goOn = Path.Combine(_folder, "go-on");
        var running = RunAsync($"echo begun; while [ ! -e '{goOn}' ]; do :; done; exit 3");
        await PrintedAsync();
        await LooksAsync(running);
        await File.WriteAllTextAsync(goOn, "", Cancellation);
        await running;

        Assert.Equal("exit=3", _log.Events[^1].Note);
    }

    [Fact]
    public async Task A_program_that_has_printed_nothing_yet_is_not()
    {
        var pipe = Path.Combine(_folder, "pipe");
        _ = await Tool.Require("mkfifo").RunAsync(pipe);
        var running = RunAsync($"read < '{pipe}'; echo begun; exit 3");
        var opening = Task.Run(() => File.OpenWrite(pipe), Cancellation); // returns when the program reads
        await using (var writer = await opening.WaitAsync(Hang.Guard, Cancellation))
        {
            await LooksAsync(running);
            writer.WriteByte((byte)'\n');
        }

        await running;
        Assert.Equal("exit=3", _log.Events[^1].Note);
    }

    [Fact]
    public async Task The_program_waits_when_the_server_still_has_something_to_do()
    {
        using var done = new ManualResetEventSlim();
        var work = Task.Run(() => Assert.True(done.Wait(Hang.Guard)), Cancellation); // the work of a server's thread
        var running = RunAsync(Waiting);
        await PrintedAsync();
        await LooksAsync(running);

        Assert.False(running.IsCompleted);
        done.Set();
        await work;
        await running;
        Assert.Equal("exit=none", _log.Events[^1].Note);
    }

    [Theory]
    [InlineData("Ncat", true)]
    [InlineData("OpenBSD", false)]
    public async Task A_variant_is_known_by_its_help(string variant, bool isInstalled)
    {
        var (netcat, other) = (NetcatOnStandardOutput(), Program("other", "echo 'OpenBSD netcat' >&2; exit 1"));

        Assert.Equal(isInstalled, await ExternalProgram.IsVariantAsync(netcat, variant, Cancellation));
        Assert.Equal(!isInstalled, await ExternalProgram.IsVariantAsync(other, variant, Cancellation));
        Assert.False(await ExternalProgram.IsVariantAsync(Path.Combine(_folder, "not-there"), variant, Cancellation));
    }

    [Fact]
    public async Task A_step_that_is_not_meant_for_the_installed_variant_is_not_done()
    {
        var netcat = NetcatOnStandardOutput();
        var other = await ObserveAsync($"{{program: ['{netcat}'], not: OpenBSD}}");
        Assert.Equal("exit=0", other.Summary);

        var observed = await ObserveAsync($"{{program: ['{netcat}'], not: Ncat}}");
        Assert.Null(observed.Outcome);
        Assert.Equal($"The installed {netcat} is Ncat, which behaves differently.", observed.WhyNot!.Value.En);
        Assert.Empty(observed.Events);
    }

    private async Task RunAsync(string script)
    {
        using var guard = new CancellationTokenSource(Hang.Guard);
        var step = new ProgramStep("", ["bash"], "", Hang.Guard, UntilIdle: true);
        Assert.True(await new ExternalProgram(_log, new SilenceEvidence(new ControlExchange(_time), _time))
            .RunAsync([Tool.Require("bash").Path, "-c", script], default, step, _server.Address, guard.Token));
    }

    private async Task PrintedAsync() =>
        Assert.True(await _log.WaitAsync(() => _log.Events.Any(e => e.Kind == WireEventKind.Printed), Hang.Guard, Cancellation));

    // Many more checks than an idle server needs.
    private async Task LooksAsync(Task running)
    {
        for (var to = _time.Timers + 200; _time.Timers < to && !running.IsCompleted;)
            await Task.Delay(1, Cancellation);
    }

    private async Task<Observation> ObserveAsync(string step) => await new Runner(TimeProvider.System).RunAsync(
        ExperimentReader.Read("sockets/010-test.yaml", $$"""
            title: {en: A, zh: 一}
            explanation: {en: B, zh: 二}
            fix: {en: C, zh: 三}
            source: here
            servers: [raw]
            steps:
              - {{step}}
            expect: {raw: nothing}
            """), new TargetServer("raw", "A server", _server.Address), null, Cancellation);

    private string NetcatOnStandardOutput() => Program("nc", """[ "$1" = -h ] && echo 'Ncat 7.95 ( https://nmap.org/ncat )'; exit 0""");

    private string Program(string name, string script)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private string Printed() =>
        string.Concat(_log.Events.Where(e => e.Kind == WireEventKind.Printed).Select(e => Encoding.UTF8.GetString(e.Bytes.Span)));
}
