using System.Net;
using System.Net.Sockets;
using HandRolledHttp.Steps;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Experiments.Yaml;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Tests.Experiments;

/// <summary>The runner reports exactly the actions of a server that does a single thing.</summary>
public sealed class RunnerTests
{
    private const string Hello = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    [Fact]
    public async Task Tells_an_echo() => Assert.Equal("echo", (await RunAsync("""
          - send: hello
          - await: {bytes: 5}
        """, async stream => await stream.CopyToAsync(stream))).Summary);

    [Fact]
    public async Task Waits_for_no_answer_from_a_server_that_has_echoed_everything()
    {
        var observed = await RunAsync("""
              - send: hello
              - await: answer
                within: 20000
            """, async stream => await stream.CopyToAsync(stream));

        Assert.Equal("echo", observed.Summary);
        Assert.DoesNotContain(observed.Events, e => e.Kind == WireEventKind.GaveUp);
    }

    [Theory]
    [InlineData("200", Verdict.Allowed)]
    [InlineData("302", Verdict.None)]
    [InlineData("404", Verdict.NotBuilt)]
    [InlineData("501", Verdict.Discouraged)]
    [InlineData("500", Verdict.Forbidden)]
    public async Task Judges_only_what_the_experiment_can_judge(string status, Verdict verdict)
    {
        var observed = await RunAsync("""
              - send: GET
              - await: end
            verdicts: {source: RFC 9110 §15, about: any, needs: /, allowed: ['200'], unjudged: ['302'], discouraged: ['501']}
            """, AnswerAsync(Hello.Replace("200", status, StringComparison.Ordinal)));

        Assert.Equal(verdict, observed.Verdict);
    }

    [Fact]
    public async Task Tells_an_answer_and_that_the_end_was_seen()
    {
        var observed = await RunAsync("""
              - send: GET
              - await: end
            """, AnswerAsync(Hello));

        Assert.Equal("200", observed.Summary);
        Assert.Equal(ConnectionEnd.Closed, observed.Outcome!.Connections[0].End);
    }

    [Fact]
    public async Task Tells_that_a_server_is_silent() => Assert.Equal("silent", (await RunAsync("""
          - send: hello
          - await: answer
            within: 50
        """, async stream => await stream.CopyToAsync(Stream.Null))).Summary);

    [Fact]
    public async Task A_response_that_comes_while_the_machine_stands_still_is_seen()
    {
        var control = new HeldControl();
        var observed = await RunAsync("""
              - send: GET
              - await: answer
                within: 1
            """,
            async stream =>
            {
                await stream.ReadExactlyAsync(new byte[3]);
                await control.Asked;
                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(Hello));
            },
            new Runner(TimeProvider.System, control),
            happened =>
            {
                if (happened.Kind == WireEventKind.Received)
                    control.Release();
            });

        Assert.Equal("200", observed.Summary);
    }

    [Fact]
    public async Task Silence_is_recorded_with_its_evidence()
    {
        var observed = await RunAsync("""
              - send: hello
              - await: answer
                within: 1
            """, async stream => await stream.CopyToAsync(Stream.Null));

        Assert.True(observed.Events.Single(e => e.Kind == WireEventKind.GaveUp).ControlExchange > TimeSpan.Zero);
        Assert.Equal("silent", observed.Summary);
    }

    [Fact]
    public async Task An_experiment_that_takes_too_long_is_an_unexpected_result()
    {
        var time = new ObservedClock();
        var control = new HeldControl();
        var running = RunAsync("""
              - connect: a
              - pause: 1000
            """, _ => Task.CompletedTask, new Runner(time, control), null);
        await time.TimerSetAsync(TimeSpan.FromSeconds(1)); // the pause
        time.Advance(TimeSpan.FromSeconds(1));
        await control.Asked.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromHours(1));
        var observed = await running.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        Assert.False(observed.IsExpected);
        Assert.Equal("timeout", observed.Summary);
        Assert.Contains("181 s", observed.WhyNot!.Value.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "200  ended=yes")]
    [InlineData(false, "200")]
    public async Task Tells_that_the_server_had_to_be_started_again(bool ends, string summary)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var restarts = new StepRestarts();
        var target = new TargetServer("raw", "A server", (IPEndPoint)listener.LocalEndPoint!) { Restarts = restarts };
        var serving = ServeTwoAsync();

        var observed = await new Runner(TimeProvider.System).RunAsync(
            Experiment("  - send: GET\n  - await: answer"), target, null, TestContext.Current.CancellationToken);
        await serving;

        Assert.Equal(summary, observed.Summary);

        // It ends only when the client sends nothing more, after the last step.
        async Task ServeTwoAsync()
        {
            await ServeAsync(listener, async stream =>
            {
                await AnswerAsync(Hello)(stream);
                _ = await stream.ReadAsync(new byte[1]);
            });
            if (ends)
                restarts.Begin();
            await ServeAsync(listener, _ => Task.CompletedTask);
        }
    }

    [Fact]
    public async Task A_server_that_starts_again_is_not_silent()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var restarts = new StepRestarts();
        restarts.Begin();
        var control = new CountingControl(20, () => _ = ServeTwoAsync());
        var target = new TargetServer("raw", "A server", (IPEndPoint)listener.LocalEndPoint!) { Restarts = restarts };

        var observed = await new Runner(TimeProvider.System, control).RunAsync(
            Experiment("  - send: GET\n  - await: answer\n    within: 1"), target, null, TestContext.Current.CancellationToken);

        Assert.Equal("200", observed.Summary);

        async Task ServeTwoAsync()
        {
            await ServeAsync(listener, AnswerAsync(Hello));
            await ServeAsync(listener, _ => Task.CompletedTask);
        }
    }

    [Theory]
    [InlineData("404 Not Found\r\nContent-Length: 0", "404", "")]
    [InlineData("101 Switching Protocols\r\nUpgrade: h2c", "101", "")]
    [InlineData("101 Switching Protocols\r\nUpgrade: websocket", "101", "818537FA213D7F9F4D5158")] // masked, as in RFC 6455 §5.7
    public async Task Sends_frames_only_behind_a_101_to_WebSocket(string response, string summary, string sent)
    {
        var observed = await RunAsync("""
              - send: GET
              - await: upgrade
              - send: '{frame text "Hello"}'
              - await: end
            """, AnswerAsync($"HTTP/1.1 {response}\r\n\r\n"));

        Assert.Equal(summary, observed.Summary);
        Assert.Equal(sent, Convert.ToHexString(observed.Events.Where(e => e.Kind == WireEventKind.Sent).Skip(1).SelectMany(e => e.Bytes.ToArray()).ToArray()));
    }

    [Fact]
    public async Task Waits_for_frames_and_no_longer()
    {
        var observed = await RunAsync("""
              - send: GET
              - await: {frames: 2}
                within: 20000
            """, async stream =>
        {
            await AnswerAsync("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")(stream);
            await stream.WriteAsync((byte[])[0x81, 1, (byte)'a', 0x89, 0]);
            _ = await stream.ReadAsync(new byte[1]);
        });

        Assert.Equal("101 text ping", observed.Summary);
        Assert.DoesNotContain(observed.Events, e => e.Kind == WireEventKind.GaveUp);
    }

    [Fact]
    public async Task Tells_a_reset_without_an_answer() => Assert.Equal("reset", (await RunAsync("""
          - send: hello
          - await: end
        """, async stream =>
        {
            await stream.ReadExactlyAsync(new byte[1]);
            stream.Socket.LingerState = new LingerOption(true, 0);
        })).Summary);

    [Fact]
    public async Task Tells_that_nobody_listens() => Assert.Equal("refused", (await RunAsync("""
          - connect: a
            to: nobody
        """, _ => Task.CompletedTask)).Summary);

    [Fact]
    public async Task Sends_piece_by_piece_when_it_is_told_to()
    {
        var observed = await RunAsync("""
              - send: abc
                times: 2
                piece: 4
              - await: {bytes: 6}
            """, async stream => await stream.CopyToAsync(stream));

        Assert.Equal(["abca", "bc"], observed.Events.Where(e => e.Kind == WireEventKind.Sent).Select(e => VisibleLines.Text(e.Bytes.Span)));
    }

    [Fact]
    public async Task Gives_up_sending_to_a_server_that_does_not_read_and_tells_how_much_the_system_took()
    {
        var observed = await RunAsync("""
              - connect: a
                send-buffer: 4096
              - send: x
                times: 16777216
                within: 50
            """, stream => Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken));

        Assert.Equal(WireEventKind.GaveUp, observed.Events[^1].Kind);
        Assert.InRange(observed.Events.Where(e => e.Kind == WireEventKind.Sent).Sum(e => e.Bytes.Length), 1, 16_777_215);
    }

    [Theory]
    [InlineData(16_777_216, "silent  stuck=yes")]
    [InlineData(1, "silent  stuck=no")]
    public async Task Reports_whether_a_send_never_ended(int bytes, string summary)
    {
        var observed = await RunAsync($"""
              - connect: a
                send-buffer: 4096
              - send: x
                times: {bytes}
                within: 50
              - inspect: stuck
              - await: answer
                within: 50
            """, stream => Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken));

        Assert.Equal(summary, observed.Summary);
    }

    [Fact]
    public async Task Does_not_start_a_program_without_a_file_that_it_needs()
    {
        var observed = await RunAsync("""
              - program: [sh, -c, 'echo started']
                needs: [/, /no/such/file]
            """, _ => Task.CompletedTask);

        Assert.Null(observed.Outcome);
        Assert.Equal("/ is not installed.", observed.WhyNot?.En); // a folder is not a file
        Assert.DoesNotContain(observed.Events, e => e.Kind == WireEventKind.Printed);
    }

    [Fact]
    public async Task Takes_what_a_program_prints_and_its_exit_code()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "There is no sh.");
        var observed = await RunAsync("""
              - program: [sh, -c, 'printf {port}; exit 3']
            """, _ => Task.CompletedTask);

        Assert.Equal("exit=3", observed.Summary);
        Assert.Equal($"{observed.Target.Tcp!.Port}", VisibleLines.Text(observed.Events.Single(e => e.Kind == WireEventKind.Printed).Bytes.Span));
    }

    [Fact]
    public async Task A_program_that_is_not_installed_is_no_outcome()
    {
        var observed = await RunAsync("""
              - program: [no-such-program]
            """, _ => Task.CompletedTask);

        Assert.Null(observed.Outcome);
        Assert.Contains("no-such-program", observed.WhyNot!.Value.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_a_port_for_it_is_not_asked()
    {
        var observed = await new Runner(TimeProvider.System).RunAsync(
            Experiment("  - send: x", "over: udp"),
            new TargetServer("raw", "A server", new IPEndPoint(IPAddress.Loopback, 1)),
            null,
            TestContext.Current.CancellationToken);

        Assert.Null(observed.Outcome);
        Assert.Equal("·", observed.Summary);
    }

    [Theory]
    [InlineData("servers: [step1, handrolled]", "mine", true)]
    [InlineData("servers: [handrolled]", "mine", false)]
    [InlineData("servers: [step1, handrolled]", "step2", false)]
    public void A_stranger_is_asked_what_a_step_is_asked(string only, string id, bool expected)
    {
        var experiment = Experiment("  - send: x", only, "step1, handrolled");

        Assert.Equal(expected, experiment.AppliesTo(new TargetServer(id, "A server", new IPEndPoint(IPAddress.Loopback, 1))));
    }

    // Receives the three letters of GET first: a close with unread input would be a reset.
    private static Func<NetworkStream, Task> AnswerAsync(string answer) => async stream =>
    {
        await stream.ReadExactlyAsync(new byte[3]);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer));
    };

    // A server that does the same for each client, one after another.
    private static async Task<Observation> RunAsync(string steps, Func<NetworkStream, Task> serve, Runner? runner = null, Action<WireEvent>? live = null)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var target = new TargetServer("raw", "A server", (IPEndPoint)listener.LocalEndPoint!);
        _ = ServeAsync(listener, serve);
        return await (runner ?? new Runner(TimeProvider.System)).RunAsync(Experiment(steps), target, live, TestContext.Current.CancellationToken);
    }

    private static async Task ServeAsync(Socket listener, Func<NetworkStream, Task> serve)
    {
        using var accepted = await listener.AcceptAsync();
        await using var stream = new NetworkStream(accepted, ownsSocket: false);
        await serve(stream);
    }

    private static Experiment Experiment(string steps, string over = "servers: [raw]", string servers = "raw") =>
        ExperimentReader.Read("sockets/010-test.yaml", $$"""
        title: {en: A, zh: 一}
        explanation: {en: B, zh: 二}
        fix: {en: C, zh: 三}
        source: here
        {{over}}
        steps:
        {{steps}}
        expect:
          {{servers}}: nothing
        """);
}
