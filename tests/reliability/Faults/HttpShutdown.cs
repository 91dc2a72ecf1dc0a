using SideBySide.Language;

namespace Reliability;

/// <summary>
/// SIGTERM under full load. Every request that was sent completely on an accepted connection must get a complete response, and the last
/// response on a connection must announce its end.
/// </summary>
internal sealed class HttpShutdown() : Fault("shutdown", new("SIGTERM under full load, HTTP", "满负载时收到 SIGTERM（HTTP）"))
{
    private const int Callers = 64;
    private const int Begun = 8;
    private const int Idle = 8;

    public override bool Concerns(ServerKind kind) => kind.IsHttp();

    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        var sum = new ShutdownTally();
        for (var round = plan.Count(5, 2); round > 0; round--)
            await RoundAsync(server.Kind, plan, sum);
        return
        [
            new(new("shutdowns", "关闭次数"), sum.Rounds),
            new(new("requests with a response", "得到响应的请求"), sum.Answered),
            new(new("of these POST", "其中 POST"), sum.AnsweredPosts, Least: 1),
            new(new("lost or cut off, sent before the signal", "丢失或截断（信号之前发出）"), sum.LostBefore, Most: 0),
            new(new("lost or cut off, sent after the signal", "丢失或截断（信号之后发出）"), sum.LostAfter, Most: 0)
            {
                Excuse = server.Kind == ServerKind.Minimal ? s_kestrelCloses : null
            },
            new(new("connections that got Connection: close", "收到 Connection: close 的连接"), sum.Told, Least: 1),
            new(new("responses begun before the signal and completed after it", "信号前开始、信号后完成的响应"), sum.Finished, Least: Begun * sum.Rounds),
            new(new("health check reported Draining", "健康检查返回 Draining"), sum.Draining, Least: sum.Rounds),
            new(new("idle connections ended with a FIN", "以 FIN 结束的空闲连接"), sum.IdleClosed, Least: Idle * sum.Rounds),
            new(new("new connections served after it", "信号之后仍被服务的新连接"), sum.Late, Most: 0),
            new(new("exit codes other than 0", "非 0 退出码"), sum.BadExits, Most: 0),
            new(new("slowest end, seconds", "最慢的结束（秒）"), sum.Slowest, Most: plan.Guard(8)),
        ];
    }

    private static readonly LocalizedText s_kestrelCloses = new(
        "Kestrel immediately closes a connection that waits for its next request, so a request that is on its way at that moment is lost. "
            + "RFC 9112 §9.5 asks clients to expect this; §9.3.1 allows an automatic retry only for idempotent requests, so a POST is lost.",
        "Kestrel 会立即关闭正在等待下一个请求的连接，此刻已在途中的请求因此丢失。RFC 9112 §9.5 提醒客户端会有这种情况；§9.3.1 只允许自动重试幂等请求，所以 POST 就丢了。");

    private static async Task RoundAsync(ServerKind kind, RunPlan plan, ShutdownTally sum)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        var callers = await CallersAsync(server);
        var begun = await BegunAsync(server);
        var idle = await IdleAsync(server);
        await using var health = await Exchange.ConnectAsync(server.Port);
        await health.SendAsync("GET /healthz HTTP/1.1\r\n");
        var calling = Task.WhenAll(callers.Select(caller => caller.RunAsync()));
        await Task.Delay(plan.Time(2, 1));

        var signalled = TimeProvider.System.GetTimestamp();
        var stopping = server.Process.StopAsync();
        sum.IdleClosed += (await Task.WhenAll(idle.Select(ClosedAsync))).Count(closed => closed);
        await calling;
        var refused = await Exchange.SettleAsync(() => ConnectsAsync(server.Port), connects => connects.IsCompleted, TimeSpan.Zero);
        sum.Late += await refused ? 1 : 0;
        await health.SendAsync("Host: localhost\r\n\r\n");
        sum.Draining += (await health.ReceiveUntilAsync("Draining")).StartsWith("HTTP/1.1 503 ", StringComparison.Ordinal) ? 1 : 0;
        foreach (var peer in begun)
            await peer.SendAsync("done");
        foreach (var peer in begun)
            sum.Finished += (await peer.ReceiveTextToEndAsync()).EndsWith("done", StringComparison.Ordinal) ? 1 : 0;

        sum.BadExits += await stopping == 0 ? 0 : 1;
        sum.Slowest = Math.Max(sum.Slowest, TimeProvider.System.GetElapsedTime(signalled).TotalSeconds);
        sum.Add(callers, signalled);
    }

    private static async Task<HttpCaller[]> CallersAsync(ServerUnderTest server) =>
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ => new HttpCaller(await Exchange.ConnectAsync(server.Port))));

    // Half of a body is sent and received back, so these connections are certainly not idle.
    private static Task<Peer[]> BegunAsync(ServerUnderTest server) => Task.WhenAll(Enumerable.Range(0, Begun).Select(async _ =>
    {
        var peer = await Exchange.ConnectAsync(server.Port);
        await peer.SendAsync("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\nhalf");
        await peer.ReceiveUntilAsync("half");
        return peer;
    }));

    private static Task<Peer[]> IdleAsync(ServerUnderTest server) => Task.WhenAll(Enumerable.Range(0, Idle).Select(async _ =>
    {
        var peer = await Exchange.ConnectAsync(server.Port);
        await Exchange.OnAsync(peer, server.Kind);
        return peer;
    }));

    private static async Task<bool> ClosedAsync(Peer peer)
    {
        await using (peer)
            return await peer.ReceiveToEndOrResetAsync() is { Received: [], WasReset: false };
    }

    private static async Task<bool> ConnectsAsync(int port)
    {
        try
        {
            await using var peer = await Exchange.ConnectAsync(port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
