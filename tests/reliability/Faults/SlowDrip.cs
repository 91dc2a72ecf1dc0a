namespace Reliability;

/// <summary>Slowloris: a thousand requests, each byte by byte, while other clients are served.</summary>
internal sealed class SlowDrip() : Fault("slow-drip", new("Slow drip on many connections", "大量连接逐字节慢速发送"))
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(400);

    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        var count = plan.Count(1000, 200);
        var request = server.Kind.Request();
        var peers = new List<Peer>();
        try
        {
            for (var i = 0; i < count; i++)
                peers.Add(await Exchange.ConnectAsync(server.Port));

            var start = TimeProvider.System.GetTimestamp();
            var duration = plan.Time(12, 3); // the shortest timeout of a head is 20 s
            var sent = 0;
            await using var others = new ControlClients(server);
            for (; TimeProvider.System.GetElapsedTime(start) < duration && sent < request.Length - 1; sent++)
            {
                foreach (var peer in peers)
                    await peer.SendAsync(request[sent..(sent + 1)]);
                await Task.Delay(s_pause);
            }

            var wait = await others.EndAsync();
            foreach (var peer in peers)
            {
                await peer.SendAsync(request[sent..]);
                await Exchange.ReceiveAsync(peer, server.Kind);
            }

            return [new(new("connections, all with a response at the end", "连接数，最后全部得到响应"), count), Others(plan, wait)];
        }
        finally
        {
            peers.ForEach(peer => peer.Reset());
        }
    }
}
