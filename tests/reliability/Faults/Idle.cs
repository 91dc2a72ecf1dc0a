namespace Reliability;

/// <summary>Connections that stay idle after one exchange.</summary>
internal sealed class Idle() : Fault("idle", new("Idle connections", "空闲连接"))
{
    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        var count = plan.Count(10_000, 1000);
        var before = server.Usage.Memory;
        var peers = new Peer[count];
        try
        {
            await TimesAsync(count, 32, async i =>
            {
                peers[i] = await Exchange.ConnectAsync(server.Port, TimeSpan.FromMinutes(3));
                await Exchange.OnAsync(peers[i], server.Kind);
            });
            var held = server.Usage.Memory - before;
            await using var others = new ControlClients(server);
            await Task.Delay(plan.Time(5, 1));
            var wait = await others.EndAsync();
            await TimesAsync(count, 32, i => Exchange.OnAsync(peers[i], server.Kind));
            return
            [
                new(new("connections held, each used before and after", "保持的连接数，前后各使用一次"), count),
                new(new("memory per connection, KiB", "每条连接占用内存（KiB）"), Math.Max(0, held) / 1024.0 / count, Most: 64),
                Others(plan, wait),
            ];
        }
        finally
        {
            foreach (var peer in peers.Where(peer => peer is not null))
                await peer.DisposeAsync();
        }
    }
}
