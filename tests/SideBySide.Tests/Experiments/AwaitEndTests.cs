using System.Net;
using System.Net.Sockets;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Experiments.Yaml;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Tests.Experiments;

/// <summary>The end of a connection whose client does not receive: a reset is noticed even after unread bytes.</summary>
public sealed class AwaitEndTests
{
    public AwaitEndTests() => Assert.SkipUnless(SendQueue.IsKnown, "Only Linux says it.");

    [Fact]
    public async Task A_reset_is_seen_though_nothing_is_received()
    {
        var observed = await RunAsync(within: 60_000, accepted => accepted.LingerState = new LingerOption(true, 0));

        Assert.Equal("reset", observed.Summary);
        Assert.DoesNotContain(observed.Events, e => e.Kind is WireEventKind.Received or WireEventKind.GaveUp);
    }

    [Fact]
    public async Task A_connection_that_the_server_finishes_in_order_is_not_reset()
    {
        var isOver = new TaskCompletionSource();
        var observed = await RunAsync(within: 1000, accepted => accepted.Shutdown(SocketShutdown.Send), isOver.Task);
        isOver.SetResult();

        Assert.Equal("silent", observed.Summary); // the FIN comes after the unread bytes
        Assert.Equal(WireEventKind.GaveUp, observed.Events[^1].Kind);
    }

    // The server sends ten bytes, waits for one, and ends the connection in the given way.
    private static async Task<Observation> RunAsync(int within, Action<Socket> end, Task? stays = null)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _ = ServeAsync(listener, end, stays ?? Task.CompletedTask);
        return await new Runner(TimeProvider.System).RunAsync(
            ExperimentReader.Read("sockets/010-test.yaml", $$"""
                title: {en: A, zh: 一}
                explanation: {en: B, zh: 二}
                fix: {en: C, zh: 三}
                source: here
                servers: [raw]
                steps:
                  - {connect: a, receives: no}
                  - await: {unread: 10}
                    within: 60000
                  - send: x
                  - await: end
                    within: {{within}}
                expect: {raw: nothing}
                """), new TargetServer("raw", "A server", (IPEndPoint)listener.LocalEndPoint!), null, TestContext.Current.CancellationToken);
    }

    private static async Task ServeAsync(Socket listener, Action<Socket> end, Task stays)
    {
        using var accepted = await listener.AcceptAsync();
        _ = await accepted.SendAsync(new byte[10]);
        _ = await accepted.ReceiveAsync(new byte[1]);
        end(accepted);
        await stays;
    }
}
