namespace Reliability;

/// <summary>Far more bytes than a process should store, in both directions at once.</summary>
internal sealed class Volume() : Fault("volume", new("A large upload and download", "大量数据上传并下载"))
{
    private const int Block = 256 * 1024;

    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        var blocks = plan.Count(8192, 512);
        Usage.ForgetPeak(server.Process.Id);
        var before = server.Usage.Memory;
        var start = TimeProvider.System.GetTimestamp();
        await using var peer = await Exchange.ConnectAsync(server.Port, TimeSpan.FromMinutes(5));
        var stream = new EchoStream(peer, server.Kind, blocks, Block);
        await Task.WhenAll(Task.Run(stream.SendAsync), Task.Run(() => stream.ReceiveAsync(blocks)));
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        return
        [
            Mib(new("uploaded, and downloaded unchanged, MiB", "上传并原样下载（MiB）"), (long)blocks * Block),
            new(new("per direction, MiB/s", "单向速率（MiB/s）"), (long)blocks * Block / 1048576.0 / seconds),
            Mib(new("memory used, MiB", "占用内存（MiB）"), Math.Max(0, Usage.Peak(server.Process.Id) - before), most: 64),
        ];
    }
}
