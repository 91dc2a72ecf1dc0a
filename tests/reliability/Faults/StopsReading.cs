namespace Reliability;

/// <summary>A client that reads the start of a long response, pauses, and continues. Neither this client nor any other loses data.</summary>
internal sealed class StopsReading() : Fault("stops-reading", new("A client that stops reading halfway", "中途停止读取的客户端"))
{
    private const int Block = 64 * 1024;

    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        var blocks = plan.Count(1024, 256);
        Usage.ForgetPeak(server.Process.Id);
        var before = server.Usage.Memory;
        await using var others = new ControlClients(server);
        await using var peer = await Exchange.ConnectAsync(server.Port, TimeSpan.FromMinutes(2));
        var stream = new EchoStream(peer, server.Kind, blocks, Block);
        var sending = stream.SendAsync();
        await stream.ReceiveAsync(blocks / 4);
        await Task.Delay(plan.Time(4, 1)); // the shortest timeout of a slow reader is 5 s
        var peak = Usage.Peak(server.Process.Id);
        await stream.ReceiveAsync(blocks - (blocks / 4));
        await sending;
        return
        [
            Mib(new("bytes, all echoed correctly, MiB", "全部正确回显（MiB）"), (long)blocks * Block),
            Mib(new("memory used, MiB", "占用内存（MiB）"), Math.Max(0, peak - before), most: 64),
            Others(plan, await others.EndAsync()),
        ];
    }
}
