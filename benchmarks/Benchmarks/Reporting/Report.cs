using Benchmarks.Results;
using SideBySide.Measure.Load;

namespace Benchmarks.Reporting;

/// <summary>The results as pages with charts, in both languages.</summary>
internal static class Report
{
    /// <summary>Writes <c>performance.md</c>, <c>performance.zh-CN.md</c> and the charts.</summary>
    public static async Task WriteAsync(string folder, Run run, CancellationToken cancel)
    {
        var charts = Directory.CreateDirectory(Path.Combine(folder, "performance")).FullName;
        foreach (var load in Tables.SelectMany(part => part.Loads))
        {
            if (run.Measurements.Where(m => m.Load == load.Id).ToArray() is { Length: > 0 } rows)
                await File.WriteAllTextAsync(Path.Combine(charts, $"{load.Id}.svg"), Chart.Of(rows), cancel);
        }

        foreach (var part in Curves)
        {
            if (CurveSection.Chart(run, part) is { } chart)
                await File.WriteAllTextAsync(Path.Combine(charts, $"{part.Id}.svg"), chart, cancel);
        }

        await WritePageAsync(Path.Combine(folder, "performance.md"), run, isEnglish: true, cancel);
        await WritePageAsync(Path.Combine(folder, "performance.zh-CN.md"), run, isEnglish: false, cancel);
    }

    private static IEnumerable<Part> Curves => Suite.Parts.Where(part => part.Axis is not null);

    private static IEnumerable<Part> Tables => Suite.Parts.Where(part => part.Axis is null && !part.StartsAnew);

    private static async Task WritePageAsync(string file, Run run, bool isEnglish, CancellationToken cancel)
    {
        var before = File.Exists(file) ? await File.ReadAllTextAsync(file, cancel) : null;
        await File.WriteAllTextAsync(file, Compose(run, isEnglish, before).ToString(), cancel);
    }

    private static Page Compose(Run run, bool isEnglish, string? before)
    {
        var page = new Page(isEnglish);
        AppendIntroduction(page, run);
        GoalTable.Append(page, run);
        page.Heading(2, new("What was tried, and what the profile says", "试过什么，剖析结果说明什么"));
        page.Add(ByHand.KeptFrom(before, page.Say("Nothing yet.", "暂无。")));
        foreach (var part in Tables.Where(part => part.Loads.Any(load => run.Measurements.Any(m => m.Load == load.Id))))
        {
            page.Heading(2, part.Title);
            foreach (var load in part.Loads)
                LoadTable.Append(page, run, load);
        }

        SmallTables.AppendIdle(page, run);
        foreach (var part in Curves)
            CurveSection.Append(page, run, part);
        SmallTables.AppendAllocations(page, run);
        SmallTables.AppendCrossChecks(page, run);
        SmallTables.AppendParser(page, run);
        SmallTables.AppendLooks(page, run);
        return page;
    }

    private static void AppendIntroduction(Page page, Run run)
    {
        var dates = run.Measurements.Select(m => m.Date).Distinct().Order().ToArray();
        var when = dates.Length < 2 ? dates.FirstOrDefault() ?? "–" : $"{dates[0]} – {dates[^1]}";
        page.Heading(1, new("What it costs, measured", "实测开销"));
        page.Add(page.Say("[中文](performance.zh-CN.md)", "[English](performance.md)"));
        page.Add(page.Say(
            $"""
            {run.Machine}; {when}. {(Pinning.IsPossible ? "Servers had one processor, clients another, except where it says otherwise." : "Servers and clients shared the processors.")}
            Made by `dotnet run -c Release --project benchmarks/Benchmarks`; all rounds are in [performance.json](performance.json). How fast the servers start: [start.md](start.md).
            Numbers of one machine on one day: only ratios are meaningful, and only within one table.

            - The baseline is a C program with one thread that checks nothing; a server with several threads can exceed it: [benchmarks/baseline/baseline.c](../benchmarks/baseline/baseline.c).
            - Requests per second are the median of the rounds; the spread is the difference between the rounds.
            - Ratios are made of pairs: the servers take turns in every round, and a ratio is the median of the rounds' ratios. If these differ by more than {BenchRow.MaxSpread:P0}, the result is "too noisy to say".
            - CPU is the server's processor time for one request; unlike requests per second, it hardly depends on what else the machine did.
            - "By CPU" is a ratio of processor times. The clients do not influence it, but they can limit requests per second. This column is not judged.
            - Switches counts how often a thread of the server went to sleep, for one request.
            - System calls for one request are counted in a separate round with perf or strace; a dash where neither is installed and allowed.
            """,
            $"""
            {run.Machine}；{when}。{(Pinning.IsPossible ? "除另有说明外，服务器与客户端各用一个处理器。" : "服务器与客户端共用处理器。")}
            由 `dotnet run -c Release --project benchmarks/Benchmarks` 生成；每一轮的数据见 [performance.json](performance.json)。启动速度见 [start.zh-CN.md](start.zh-CN.md)。
            这是一台机器某一天的数字：只有同一张表里的比值才有意义。

            - “基线”是一个单线程、什么都不检查的 C 程序，多线程的服务器可以超过它：[benchmarks/baseline/baseline.c](../benchmarks/baseline/baseline.c)。
            - 每秒请求数是各轮的中位数；“波动”是各轮之间的差距。
            - 比值成对计算：每一轮里各服务器轮流测量，比值是各轮比值的中位数。各轮比值相差超过 {BenchRow.MaxSpread:P0} 时不作结论。
            - “CPU”是服务器处理一个请求所用的处理器时间；与每秒请求数不同，它几乎不受机器上其他活动的影响。
            - “按 CPU”是处理器时间之比，而不是每秒请求数之比：它与客户端的快慢无关，而后者可能受客户端限制。这一列只列出，不用于评判。
            - “切换”是平均每个请求使服务器线程进入休眠的次数。
            - 每个请求的系统调用数由 perf 或 strace 在单独一轮中统计；两者都没有安装或不允许使用时记为短横线。
            """));
    }
}
