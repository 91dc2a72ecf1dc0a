namespace Reliability;

/// <summary>A second SIGTERM ends a graceful shutdown at once.</summary>
internal sealed class SecondSignal() : Fault("second-signal", new("A second SIGTERM during the shutdown", "优雅停机期间的第二个 SIGTERM"))
{
    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        await using var stopped = await ServerUnderTest.StartAsync(server.Kind);
        await using var peer = await Exchange.ConnectAsync(stopped.Port);

        // An echo that is never read, or an incomplete body: this request keeps the server for its whole grace period.
        await peer.SendAsync(server.Kind.EchoHead(1 << 30));
        await peer.SendAsync("begun!");
        await peer.ReceiveUntilAsync("begun!");
        var sending = peer.SendAsync(new byte[64 * 1024 * 1024]);
        await Signal.SendAsync(stopped.Process.Id, "TERM");
        await stopped.Process.WaitForOutputAsync(new("Application is shutting down"));
        await Task.Delay(1000);
        var waits = !sending.IsFaulted;
        var start = TimeProvider.System.GetTimestamp();
        _ = await stopped.Process.StopAsync();
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        peer.Reset();
        await sending.ContinueWith(_ => { }, TaskScheduler.Default);
        return
        [
            new(new("the first waits for the requests", "第一个信号会等待处理完成"), waits ? 1 : 0, Least: 1),
            new(new("seconds from the second to the end", "第二个信号到结束的秒数"), seconds, Most: plan.Guard(2)),
        ];
    }
}
