using System.Globalization;
using System.Text;
using SideBySide.Load;

namespace Benchmarks;

/// <summary>The results as pages for people, in both languages, each load with a chart.</summary>
internal static class Report
{
    /// <summary>Writes <c>performance.md</c>, <c>performance.zh-CN.md</c> and the charts.</summary>
    public static async Task WriteAsync(string folder, Run run, CancellationToken cancel)
    {
        var charts = Directory.CreateDirectory(Path.Combine(folder, "performance"));
        foreach (var load in run.Measurements.GroupBy(m => m.Load))
            await File.WriteAllTextAsync(Path.Combine(charts.FullName, $"{load.Key}.svg"), Chart.Of([.. load]), cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "performance.md"), Page(run, english: true), cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "performance.zh-CN.md"), Page(run, english: false), cancel);
    }

    private static string Page(Run run, bool english)
    {
        string Say(string en, string zh) => english ? en : zh;
        var text = new StringBuilder();
        _ = text.Append(Say(
            $"""
            # What it costs, measured

            {run.Machine}; {run.Date}. {(run.Pinned ? "Servers had one processor, clients another." : "Servers and clients shared the processors.")} Made by `dotnet run -c Release --project benchmarks/Benchmarks`;
            all rounds are in [performance.json](performance.json). Numbers of one machine on one day: only their ratios mean something, and only within one table.
            "Switches" counts how often a thread of the server went to sleep, for one request.
            "CPU" is the server's processor time for one request; unlike requests a second it hardly depends on what else the machine did.
            Where the rounds lie more than {BenchRow.MaxSpread:P0} apart, the row is marked "noisy" and nothing should be concluded from its requests a second.
            The limit is a C program that checks nothing: [benchmarks/limit/limit.c](../benchmarks/limit/limit.c).

            """,
            $"""
            # 实测开销

            {run.Machine}；{run.Date}。{(run.Pinned ? "服务器与客户端各用一个处理器。" : "服务器与客户端共用处理器。")}由 `dotnet run -c Release --project benchmarks/Benchmarks` 生成；
            每一轮的数据见 [performance.json](performance.json)。这是一台机器某一天的数字：只有同一张表里的比值才有意义。
            “切换”是平均每个请求使服务器线程进入休眠的次数。
            “CPU”是服务器处理一个请求所用的处理器时间；与每秒请求数不同，它几乎不受机器上其他活动的影响。
            各轮相差超过 {BenchRow.MaxSpread:P0} 的行标为“波动大”，不应从其每秒请求数得出结论。
            “上限”是一个什么都不检查的 C 程序：[benchmarks/limit/limit.c](../benchmarks/limit/limit.c)。

            """));
        foreach (var load in run.Measurements.GroupBy(m => m.Load))
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"\n## {load.Key}\n\n![{load.Key}](performance/{load.Key}.svg)\n\n");
            _ = text.Append(Say(
                "| server | requests/s | share of the limit | p50 ms | p99 ms | CPU µs | CPU share | switches | |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n",
                "| 服务器 | 请求/秒 | 相对上限 | p50 毫秒 | p99 毫秒 | CPU 微秒 | CPU 相对上限 | 切换 | |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n"));
            var limit = load.First().Row;
            foreach (var measurement in load)
            {
                var (row, switches) = (measurement.Row, measurement.Rounds[^1].ServerSwitches);
                _ = text.Append(CultureInfo.InvariantCulture,
                    $"| {row.Case.Server} | {row.RequestsPerSecond:N0} | {row.RequestsPerSecond / limit.RequestsPerSecond:F2} | {row.P50 / 1000:F2} | {row.P99 / 1000:F2} | {row.ServerCpuMicroseconds:F2} | {limit.ServerCpuMicroseconds / row.ServerCpuMicroseconds:F2} | {switches:F2} | {(row.IsSteady ? "" : Say("noisy", "波动大"))} |\n");
            }
        }

        _ = text.Append(Say("\n## Start to listening\n\n| server | ms |\n| --- | ---: |\n", "\n## 启动到开始监听\n\n| 服务器 | 毫秒 |\n| --- | ---: |\n"));
        foreach (var (server, milliseconds) in run.Starts)
            _ = text.Append(CultureInfo.InvariantCulture, $"| {server} | {milliseconds:F0} |\n");
        return text.ToString();
    }
}
