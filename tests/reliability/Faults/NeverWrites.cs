namespace Reliability;

/// <summary>Clients that connect and send nothing, or begin a request and never complete it.</summary>
internal sealed class NeverWrites() : Fault("never-writes", new("Clients that never write", "从不写入的客户端"))
{
    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        var count = plan.Count(1000, 200);
        await using var others = new ControlClients(server);
        var peers = new List<Peer>();
        try
        {
            for (var i = 0; i < count; i++)
            {
                peers.Add(await Exchange.ConnectAsync(server.Port));
                if (i % 2 == 0)
                    await peers[^1].SendAsync(server.Kind.Request()[..5]);
            }

            await Task.Delay(plan.Time(10, 1));
            return [new(new("clients", "客户端"), count), Others(plan, await others.EndAsync())];
        }
        finally
        {
            peers.ForEach(peer => peer.Reset());
        }
    }
}
