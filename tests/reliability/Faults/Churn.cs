namespace Reliability;

/// <summary>Connections that open, do one exchange and close as fast as possible, in two halves, since a leak appears in the second.</summary>
internal sealed class Churn() : Fault("churn", new("Connection churn", "连接频繁建立与断开"))
{
    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        var half = plan.Count(20_000, 1500);
        var start = TimeProvider.System.GetTimestamp();
        await TimesAsync(half, 32, _ => Exchange.OnceAsync(server.Port, server.Kind));
        var middle = server.Usage.Memory;
        await TimesAsync(half, 32, _ => Exchange.OnceAsync(server.Port, server.Kind));
        return
        [
            new(new("connections", "连接数"), 2 * half),
            new(new("connections per second", "每秒连接数"), 2 * half / TimeProvider.System.GetElapsedTime(start).TotalSeconds),
            Mib(new("memory added in the second half, MiB", "后一半增加的内存（MiB）"), server.Usage.Memory - middle, most: 32),
        ];
    }
}
