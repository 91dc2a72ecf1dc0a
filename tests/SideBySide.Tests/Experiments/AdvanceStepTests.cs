using System.Net;
using System.Net.Sockets;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Experiments.Yaml;
using SideBySide.Servers;

namespace SideBySide.Tests.Experiments;

/// <summary>The step that advances the server's clock.</summary>
public sealed class AdvanceStepTests
{
    private readonly AdvanceableTime _clock = new(TimeProvider.System);

    [Fact]
    public async Task A_deadline_of_a_minute_passes_without_waiting() => Assert.Equal("closed", (await RunAsync(_clock, TimeSpan.FromMinutes(1))).Summary);

    [Fact]
    public async Task A_deadline_that_is_further_away_does_not() => Assert.Equal("silent", (await RunAsync(_clock, TimeSpan.FromDays(1))).Summary);

    [Fact]
    public async Task A_server_whose_clock_cannot_be_advanced_cannot_be_asked()
    {
        var observed = await RunAsync(null, TimeSpan.FromMinutes(1));

        Assert.Null(observed.Outcome);
        Assert.Equal("The clock of A server cannot be advanced from outside.", observed.WhyNot!.Value.En);
    }

    // Reads a byte first, then sets its deadline, as every server does.
    private async Task ServeAsync(Socket listener, TimeSpan patience)
    {
        using var accepted = await listener.AcceptAsync();
        _ = await accepted.ReceiveAsync(new byte[1]);
        await Task.Yield();
        using var deadline = new CancellationTokenSource(patience, _clock);
        await Task.Delay(Timeout.Infinite, deadline.Token).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private async Task<Observation> RunAsync(AdvanceableTime? clock, TimeSpan patience)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _ = ServeAsync(listener, patience);
        var experiment = ExperimentReader.Read("attacks/010-test.yaml", """
            title: {en: A, zh: 一}
            explanation: {en: B, zh: 二}
            fix: {en: C, zh: 三}
            source: here
            servers: [raw]
            steps:
              - send: x
              - advance: 60000
              - await: end
            expect: {raw: nothing}
            """);
        return await new Runner(TimeProvider.System).RunAsync(
            experiment,
            new TargetServer("raw", "A server", (IPEndPoint)listener.LocalEndPoint!, Clock: clock),
            null,
            TestContext.Current.CancellationToken);
    }
}
