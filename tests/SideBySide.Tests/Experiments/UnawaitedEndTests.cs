using System.Net;
using System.Net.Sockets;
using SideBySide.Experiments.Running;
using SideBySide.Experiments.Yaml;
using SideBySide.Servers;

namespace SideBySide.Tests.Experiments;

/// <summary>
/// A server that closes the connection after its response: the client may receive the FIN with the response or later. The outcome contains
/// the end only if the script awaits it after its last send.
/// </summary>
public sealed class UnawaitedEndTests
{
    private const string Later = """
          - send: b
          - await: {bytes: 2}
            within: 60000
        """;

    [Theory]
    [InlineData("bytes closed", "  - send: b\n  - await: end\n    within: 60000")]
    [InlineData("bytes", Later)]
    [InlineData("bytes", "  - await: end\n    within: 1\n" + Later)]
    public async Task An_end_that_was_awaited_earlier_is_not_part_of_the_outcome(string summary, string steps)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var served = ServeAsync(listener);

        var observed = await new Runner(TimeProvider.System).RunAsync(
            ExperimentReader.Read("sockets/010-test.yaml", $$"""
                title: {en: A, zh: 一}
                explanation: {en: B, zh: 二}
                fix: {en: C, zh: 三}
                source: here
                servers: [raw]
                steps:
                  - send: a
                {{steps}}
                expect: {raw: nothing}
                """), new TargetServer("raw", "A server", (IPEndPoint)listener.LocalEndPoint!), null, TestContext.Current.CancellationToken);

        await served;
        Assert.Equal(summary, observed.Outcome!.InFull);
    }

    private static async Task ServeAsync(Socket listener)
    {
        using var accepted = await listener.AcceptAsync();
        for (var received = 0; received < 2;)
            received += await accepted.ReceiveAsync(new byte[1]);
        _ = await accepted.SendAsync("x"u8.ToArray());
    }
}
