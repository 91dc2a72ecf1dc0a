namespace Reliability;

/// <summary>
/// SIGTERM while streams are echoed. A plain socket cannot announce the last message. It can only promise that every byte that has arrived
/// comes back before the FIN.
/// </summary>
internal sealed class RawShutdown() : Fault("shutdown", new("SIGTERM under full load, RawSocketServer", "满负载时收到 SIGTERM（RawSocketServer）"))
{
    private const int Callers = 64;

    public override bool Concerns(ServerKind kind) => !kind.IsHttp();

    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        var (rounds, sent, missing, unanswered, resets, badExits, slowest) = (plan.Count(5, 2), 0L, 0L, 0L, 0, 0, 0.0);
        for (var round = 0; round < rounds; round++)
        {
            await using var stopped = await ServerUnderTest.StartAsync(server.Kind);
            var callers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ => new RawCaller(await Exchange.ConnectAsync(stopped.Port))));
            var calling = Task.WhenAll(callers.Select(caller => caller.RunAsync()));
            await Task.Delay(plan.Time(2, 1));

            var before = callers.Select(caller => caller.Sent).ToArray();
            var signalled = TimeProvider.System.GetTimestamp();
            badExits += await stopped.Process.StopAsync() == 0 ? 0 : 1;
            slowest = Math.Max(slowest, TimeProvider.System.GetElapsedTime(signalled).TotalSeconds);
            await calling;
            sent += before.Sum();
            missing += callers.Zip(before, (caller, then) => Math.Max(0, then - caller.Echoed)).Sum();
            unanswered += callers.Sum(caller => caller.Sent - caller.Echoed);
            resets += callers.Count(caller => caller.WasReset);
        }

        return
        [
            new(new("shutdowns", "关闭次数"), rounds),
            new(new("bytes sent before the signal", "信号之前发出的字节"), sent),
            new(new("of these not echoed", "其中未回显的"), missing, Most: 0),
            new(new("bytes sent later and not echoed: a socket cannot say \"this was the last\"", "之后发出而未回显的字节：套接字无法说“到此为止”"), unanswered),
            new(new("streams ended by a reset", "以重置结束的流"), resets, Most: 0),
            new(new("exit codes other than 0", "非 0 退出码"), badExits, Most: 0),
            new(new("slowest end, seconds", "最慢的结束（秒）"), slowest, Most: plan.Guard(9)),
        ];
    }
}
