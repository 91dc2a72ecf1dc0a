using System.Globalization;

namespace Reliability;

/// <summary>The clock is set an hour forward, then a day back. Durations must not change; the Date field must follow.</summary>
internal sealed class ClockJumps() : Fault("clock", new("Clock set an hour forward, then a day back", "时钟拨快一小时，再拨回一天"))
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan[] s_jumps = [TimeSpan.FromHours(1), TimeSpan.FromDays(-1)];

    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        using var clock = new SettableClock();
        await using var set = await ServerUnderTest.StartAsync(server.Kind, clock.Environment, Deadline(server.Kind));
        await using var others = new ControlClients(set);
        var (early, latest, following) = (0, 0.0, 0.0);
        foreach (var jump in s_jumps)
        {
            await using var waiting = await WaitingAsync(set);
            var begin = TimeProvider.System.GetTimestamp();
            clock.Set(clock.Offset + jump);
            if (set.Kind.IsHttp())
                following = Math.Max(following, await FollowsAsync(set, clock));

            // A deadline that depends on the clock would expire at once after the first jump, and never after the second.
            await waiting.ReceiveToEndOrResetAsync().WaitAsync(Hang.Guard);
            var waited = TimeProvider.System.GetElapsedTime(begin);
            early += waited < s_deadline - TimeSpan.FromMilliseconds(500) ? 1 : 0;
            latest = Math.Max(latest, waited.TotalSeconds);
        }

        var wait = await others.EndAsync();
        var start = TimeProvider.System.GetTimestamp();
        var code = await set.Process.StopAsync();
        return
        [
            new(new("jumps", "跳变次数"), s_jumps.Length),
            .. set.Kind.IsHttp()
                ? [new Measure(new("the Date field shows the new time after, seconds", "Date 字段更新到新时间所用秒数"), following, Most: plan.Guard(5))]
                : Array.Empty<Measure>(),
            new(new("timeouts of 3 s that expired early", "提前到期的 3 秒超时"), early, Most: 0),
            new(new("timeouts of 3 s expired after, seconds", "3 秒超时实际到期的秒数"), latest, Most: plan.Guard(6)),
            Others(plan, wait),
            new(new("exit code", "退出码"), code, 0, 0),
            new(new("seconds until the end", "结束所用秒数"), TimeProvider.System.GetElapsedTime(start).TotalSeconds, Most: plan.Guard(9)),
        ];
    }

    private static string[] Deadline(ServerKind kind) => kind switch
    {
        ServerKind.Raw => ["--Raw:Echo:IdleTimeout", s_deadline.ToString()],
        ServerKind.HandRolled => ["--Http:Timeouts:Head", s_deadline.ToString()],
        _ => ["--Kestrel:Limits:RequestHeadersTimeout", s_deadline.ToString()],
    };

    // A client with a running deadline: half a head, or silence after an exchange.
    private static async Task<Peer> WaitingAsync(ServerUnderTest server)
    {
        var peer = await Exchange.ConnectAsync(server.Port);
        if (server.Kind.IsHttp())
            await peer.SendAsync(server.Kind.Request()[..20]);
        else
            await Exchange.OnAsync(peer, server.Kind);
        return peer;
    }

    // The time until the field agrees with the clock, except for rounding to a second and a second between two readings of the clock.
    private static async Task<double> FollowsAsync(ServerUnderTest server, SettableClock clock)
    {
        var begin = TimeProvider.System.GetTimestamp();
        await using var peer = await Exchange.ConnectAsync(server.Port);
        bool isRight;
        do
        {
            await peer.SendAsync(server.Kind.Request());
            var answer = await peer.ReceiveUntilAsync(server.Kind.AnswerEnd());
            var date = answer.Split("\r\n").First(line => line.StartsWith("Date: ", StringComparison.Ordinal))[6..];
            isRight = (clock.Now - DateTimeOffset.ParseExact(date, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
                .Duration() < TimeSpan.FromSeconds(3);
            await Task.Delay(50);
        }
        while (!isRight && TimeProvider.System.GetElapsedTime(begin) < Hang.Guard);
        return TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
    }
}
