namespace Reliability;

/// <summary>Clients that reset: before a byte, within a head, before the response, within a body, within the response.</summary>
internal sealed class Resets() : Fault("resets", new("Resets at any time", "在任意时刻重置连接"))
{
    private const int Body = 256 * 1024;

    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        var count = plan.Count(20_000, 1000);
        await using var others = new ControlClients(server);
        await TimesAsync(count, 32, i => ResetAsync(server, i % 5));
        return [new(new("connections reset", "被重置的连接"), count), Others(plan, await others.EndAsync())];
    }

    private static async Task ResetAsync(ServerUnderTest server, int stage)
    {
        var peer = await Exchange.ConnectAsync(server.Port);
        try
        {
            var request = server.Kind.Request();
            switch (stage)
            {
                case 1:
                    await peer.SendAsync(request[..(request.Length / 2)]);
                    break;
                case 2:
                    await peer.SendAsync(request);
                    break;
                case 3:
                    await peer.SendAsync(server.Kind.EchoHead(Body));
                    await peer.SendAsync(new byte[Body / 4]);
                    break;
                case 4:
                    await peer.SendAsync(server.Kind.EchoHead(Body));
                    await peer.SendAsync(new byte[Body / 2]);
                    _ = await peer.ReceiveAsync(1);
                    break;
            }
        }
        finally
        {
            peer.Reset();
            await peer.DisposeAsync();
        }
    }
}
