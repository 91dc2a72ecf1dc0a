using SideBySide.Language;

namespace Reliability;

/// <summary>A server that cannot write its log: only the log may be lost.</summary>
internal sealed class MutedOutput(string id, Mute mute, LocalizedText name) : Fault(id, name)
{
    private const int Clients = 8;

    public static IEnumerable<Fault> All { get; } =
    [
        new MutedOutput("output-blocked", Mute.Blocked, new("Standard output that is not read, everything logged", "标准输出没有人读，记录全部日志")),
        new MutedOutput("output-closed", Mute.Closed, new("Standard output that was closed, everything logged", "标准输出已关闭，记录全部日志")),
        new MutedOutput("output-full", Mute.Full, new("Standard output to a full disk, everything logged", "标准输出写入已满的磁盘，记录全部日志")),
    ];

    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        await using var muted = await MutedServer.StartAsync(server.Kind, mute);
        var each = plan.Count(1000, 500);
        var done = 0;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            await using var peer = await Exchange.ConnectAsync(muted.Port, Hang.Guard);
            try
            {
                for (var i = 0; i < each; i++)
                {
                    await Exchange.OnAsync(peer, server.Kind);
                    Interlocked.Increment(ref done);
                    await GiveReasonToLogAsync(muted.Port);
                }
            }
            catch (TimeoutException)
            {
                // The server hangs; the counts show when.
            }
        }));

        var start = TimeProvider.System.GetTimestamp();
        var code = await muted.StopAsync();
        return
        [
            new(new("exchanges", "往返次数"), done, Least: Clients * each),
            new(new("exit code", "退出码"), code, 0, 0),
            new(new("seconds until the end", "结束所用秒数"), TimeProvider.System.GetElapsedTime(start).TotalSeconds, Most: plan.Guard(10)),
        ];
    }

    // A connection that breaks within an invalid request: each server logs a few lines about it.
    private static async Task GiveReasonToLogAsync(int port)
    {
        var peer = await Exchange.ConnectAsync(port);
        await peer.SendAsync("!\r\n\r\n");
        peer.Reset();
        await peer.DisposeAsync();
    }
}
