using RawSocketServer.Listening;

namespace RawSocketServer.Tests.Listening.Readiness;

public class BlockingHandlerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_that_blocks_its_thread_does_not_delay_other_connections(bool readinessLoop)
    {
        using var letGo = new ManualResetEventSlim();
        var blocked = new CountdownEvent(3);
        await using var listener = new Listener(
            async connection =>
            {
                var one = new byte[1];
                while (await connection.ReceiveAsync(one) > 0)
                {
                    if (one[0] == 'b')
                    {
                        blocked.Signal();
                        letGo.Wait(Hang.Guard); // blocks, as no handler should
                    }

                    await connection.SendAsync(one);
                }
            },
            new SocketServerOptions { ReadinessLoop = readinessLoop });

        // Enough connections to give every loop several.
        var peers = new List<Peer>();
        for (var i = 0; i < 4 * Math.Max(4, Environment.ProcessorCount); i++)
            peers.Add(await listener.ConnectAsync());
        var rude = peers[..3];
        foreach (var peer in rude)
            await peer.SendAsync("b");
        await Listener.UntilAsync(() => blocked.IsSet);

        foreach (var peer in peers[3..])
        {
            await peer.SendAsync("x");
            Assert.Equal("x", await peer.ReceiveUntilAsync("x"));
        }

        letGo.Set();
        foreach (var peer in rude)
            Assert.Equal("b", await peer.ReceiveUntilAsync("b"));
        foreach (var peer in peers)
        {
            await peer.SendAsync("y"); // the loop works again
            Assert.EndsWith("y", await peer.ReceiveUntilAsync("y"), StringComparison.Ordinal);
            await peer.DisposeAsync();
        }
    }
}
