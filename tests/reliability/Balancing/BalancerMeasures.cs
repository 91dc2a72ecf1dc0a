using SideBySide.Language;
using static Reliability.Balancing.BehindABalancer;

namespace Reliability.Balancing;

/// <summary>The figures of the clients.</summary>
internal static class BalancerMeasures
{
    private const double Long = 10_000; // ms

    /// <summary>The HTTP clients: no repeatable request may fail.</summary>
    public static IEnumerable<Measure> ByRequests(RunPlan plan, HttpLoad load, IReadOnlyList<Phase> phases)
    {
        yield return new(new("requests with a response", "得到响应的请求"), load.Between(0, long.MaxValue).Count(asked => asked.Failure is null), Least: 1);
        foreach (var phase in phases)
        {
            var asked = load.Between(phase.Begin, phase.End);
            var failed = asked.Where(one => one.Failure is not null).ToArray();
            foreach (var alike in failed.GroupBy(one => (one.IsPost, one.Failure)))
                Console.Error.WriteLine($"  {phase.Name}: {alike.Count()} × {(alike.Key.IsPost ? "POST" : "GET")}: {alike.Key.Failure}");
            if (phase == phases[0])
            {
                yield return new(Of(phase, "requests that failed", "失败的请求"), failed.Length, Most: 0);
            }
            else
            {
                yield return new(Of(phase, "GET requests that failed", "失败的 GET 请求"), failed.Count(one => !one.IsPost), Most: 0);
                yield return new(
                    Of(phase, "failed POST requests in progress, which must not be repeated", "处理中失败的 POST 请求（不得代为重发）"),
                    failed.Count(one => one.IsPost && one.Begun <= phase.Happened));
                yield return new(
                    Of(phase, "later POST requests that failed", "之后失败的 POST 请求"),
                    failed.Count(one => one.IsPost && one.Begun > phase.Happened), Most: 0);
            }

            yield return new(Of(phase, "slowest response, ms", "最慢的响应（毫秒）"), asked.Max(one => one.Wait.TotalMilliseconds), Most: plan.Guard(Long));
        }
    }

    /// <summary>The clients of the echo: the lost bytes, which no other program can repeat, and the time until a client notices.</summary>
    public static IEnumerable<Measure> ByBytes(RunPlan plan, RawLoad load, IReadOnlyList<Phase> phases)
    {
        yield return new(new("bytes echoed", "回显的字节"), load.Echoed, Least: 1);
        yield return new(new("bytes not echoed to clients that closed first", "先关闭的客户端未收到回显的字节"), load.Left, Most: 0);
        foreach (var phase in phases)
        {
            var broken = load.Between(phase.Begin, phase.End);
            yield return new(Of(phase, "streams broken", "中断的流"), broken.Count, Least: 1);
            if (phase == phases[0])
                yield return new(
                    Of(phase, "bytes sent before SIGTERM and not echoed", "SIGTERM 之前发出而未回显的字节"),
                    broken.Sum(one => one.UnansweredOfMarked), Most: 0);
            yield return new(Of(phase, "bytes sent and never echoed", "发出而从未回显的字节"), broken.Sum(one => one.Unanswered));
            yield return new(
                Of(phase, "longest silence before the client noticed, ms", "客户端察觉之前最长的沉默（毫秒）"),
                broken.Select(one => one.Silence.TotalMilliseconds).DefaultIfEmpty().Max(),
                Most: plan.Guard(Long));
        }
    }

    private static LocalizedText Of(Phase phase, string english, string chinese) => new($"{phase.Name.En}: {english}", $"{phase.Name.Zh}：{chinese}");
}
