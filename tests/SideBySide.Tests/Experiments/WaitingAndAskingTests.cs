using System.Net;
using System.Net.Sockets;
using System.Text;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Experiments.Yaml;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Tests.Experiments;

/// <summary>The waits and inspections of the socket experiments, on a server that echoes.</summary>
public sealed class WaitingAndAskingTests
{
    [Fact]
    public async Task Takes_at_once_what_lay_unread_in_the_system() => Assert.Equal("echo  receives=1", (await EchoedAsync("""
          - {connect: a, receives: no}
          - send: 'Hello, '
          - send: 'Server!'
          - await: {unread: 14}
          - receive
          - await: {bytes: 14}
          - inspect: receives
        """)).Summary);

    [Fact]
    public async Task Gives_up_when_too_little_lies_unread()
    {
        var observed = await EchoedAsync("""
              - {connect: a, receives: no}
              - send: four
              - await: {unread: 5}
                within: 20
            """);

        Assert.Equal(WireEventKind.GaveUp, observed.Events[^1].Kind);
    }

    [Theory]
    [InlineData("1", "all")]
    [InlineData("65536", "less")]
    public async Task Tells_whether_the_system_took_all_that_it_was_given(string times, string took) =>
        Assert.Equal($"echo  took={took}", (await EchoedAsync($$"""
          - {connect: a, send-buffer: 16384}
          - send: 0123456789abcdef
            times: {{times}}
          - await: {bytes: 1048576}
            within: 60000
          - inspect: sends
        """.Replace("1048576", $"{16 * int.Parse(times, System.Globalization.CultureInfo.InvariantCulture)}", StringComparison.Ordinal))).Summary);

    [Fact]
    public async Task Tells_that_the_socket_library_accepted() => Assert.Equal("echo  accepted-by=System.Net.Sockets", (await EchoedAsync("""
          - send: x
          - await: {bytes: 1}
          - inspect: accepts
        """)).Summary);

    [Fact]
    public async Task Gives_a_program_its_input()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "There is no cat.");
        var observed = await EchoedAsync("""
              - program: [cat]
                input: 'to {host}\n'
            """);

        Assert.Equal("to 127.0.0.1\n", Encoding.UTF8.GetString(observed.Events.Single(e => e.Kind == WireEventKind.Printed).Bytes.Span));
    }

    [Fact]
    public async Task A_datagram_that_is_too_large_does_not_leave_and_the_next_one_does()
    {
        using var echo = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        echo.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var echoing = EchoDatagramAsync(echo);
        var observed = await RunAsync("over: udp", """
              - send: x
                times: 70000
              - send: small
              - await: {bytes: 5}
            """, new TargetServer("raw", "A server", null, Udp: (IPEndPoint)echo.LocalEndPoint!));
        await echoing;

        Assert.Equal("echo  send=MessageSize", observed.Summary);
    }

    [Theory]
    [InlineData(0, 14, "yes")]
    [InlineData(66, 80, "no")] // the server responds to the first piece alone: the next first piece waits as well
    [InlineData(0, 0, "no")]
    [InlineData(null, null, "no")] // a kernel that does not report it
    public void The_kernel_says_whether_the_last_of_several_sends_was_held_back(int? first, int? last, string heldBack) => Assert.Equal($"held-back={heldBack}",
        Inspection.HeldBack(
        [
            new(WireEventKind.Sent, TimeSpan.Zero, Connection: "a", Unsent: first),
            new(WireEventKind.Sent, TimeSpan.FromMilliseconds(10), Connection: "a", Unsent: last),
            new(WireEventKind.Received, TimeSpan.FromSeconds(9), Connection: "a"), // late, but a busy machine may cause that as well
        ], "a"));

    [Fact]
    public void A_single_send_says_nothing_about_what_was_held_back() => Assert.Equal("held-back=no", Inspection.HeldBack(
        [new(WireEventKind.Sent, TimeSpan.Zero, Connection: "a", Unsent: 14), new(WireEventKind.Received, TimeSpan.FromSeconds(1), Connection: "a")], "a"));

    private static async Task<Observation> EchoedAsync(string steps)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _ = EchoAsync(listener);
        return await RunAsync("servers: [raw]", steps, new TargetServer("raw", "A server", (IPEndPoint)listener.LocalEndPoint!));
    }

    private static async Task EchoAsync(Socket listener)
    {
        using var accepted = await listener.AcceptAsync();
        await using var stream = new NetworkStream(accepted, ownsSocket: false);
        await stream.CopyToAsync(stream);
    }

    private static async Task EchoDatagramAsync(Socket echo)
    {
        var buffer = new byte[100];
        var received = await echo.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), TestContext.Current.CancellationToken);
        _ = await echo.SendToAsync(buffer.AsMemory(0, received.ReceivedBytes), received.RemoteEndPoint, TestContext.Current.CancellationToken);
    }

    private static Task<Observation> RunAsync(string over, string steps, TargetServer target) => new Runner(TimeProvider.System).RunAsync(
        ExperimentReader.Read("sockets/010-test.yaml", $$"""
            title: {en: A, zh: 一}
            explanation: {en: B, zh: 二}
            fix: {en: C, zh: 三}
            source: here
            {{over}}
            steps:
            {{steps}}
            expect: {raw: nothing}
            """), target, null, TestContext.Current.CancellationToken);
}
