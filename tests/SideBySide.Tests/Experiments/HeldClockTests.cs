using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using SideBySide.Experiments.Running;
using SideBySide.Experiments.Yaml;
using SideBySide.Servers;

namespace SideBySide.Tests.Experiments;

/// <summary>On a slow machine no server's deadline passes during an experiment, unless the experiment awaits a timer.</summary>
public sealed class HeldClockTests
{
    private readonly FakeTimeProvider _real = new();
    private readonly AdvanceableTime _clock;

    public HeldClockTests() => _clock = new AdvanceableTime(_real);

    [Theory]
    [InlineData("{await: end}", "silent")]
    [InlineData("{await: end, within: 60000, timer: yes}", "closed")]
    public async Task A_deadline_passes_in_an_experiment_only_where_a_timer_is_awaited(string step, string summary)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var over = new CancellationTokenSource();
        var serving = ServeAsync(listener, over.Token);
        var target = new TargetServer("raw", "A server", (IPEndPoint)listener.LocalEndPoint!, Clock: _clock);
        var observed = await new Runner(TimeProvider.System).RunAsync(
            ExperimentReader.Read("sockets/010-test.yaml", $$"""
                title: {en: A, zh: 一}
                explanation: {en: B, zh: 二}
                fix: {en: C, zh: 三}
                source: here
                servers: [raw]
                steps:
                  - send: x
                  - {{step}}
                expect: {raw: nothing}
                """), target, null, TestContext.Current.CancellationToken);
        await over.CancelAsync();
        await serving;

        Assert.Equal(summary, observed.Summary);
    }

    [Fact]
    public async Task The_clock_runs_again_after_the_experiment()
    {
        await A_deadline_passes_in_an_experiment_only_where_a_timer_is_awaited("{await: end}", "silent");

        var begin = _clock.GetTimestamp();
        _real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), _clock.GetElapsedTime(begin));
    }

    // Sets its deadline; then the machine takes an hour for the next step.
    private async Task ServeAsync(Socket listener, CancellationToken over)
    {
        using var accepted = await listener.AcceptAsync(over);
        _ = await accepted.ReceiveAsync(new byte[1], over);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1), _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, over);
        _real.Advance(TimeSpan.FromHours(1));
        await Task.Delay(Timeout.Infinite, either.Token).ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
