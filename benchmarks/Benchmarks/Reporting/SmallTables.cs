using Benchmarks.Results;
using SideBySide.Language;

namespace Benchmarks.Reporting;

/// <summary>
/// The small tables: idle connections, allocations, wrk and this repository's clients, the parser, and the checks for telemetry.
/// </summary>
internal static class SmallTables
{
    private static readonly string[] s_idleLoads = ["get-64-idle", "echo-64-idle"];

    /// <summary>The cost of idle connections: memory, and throughput of the busy ones.</summary>
    public static void AppendIdle(Page page, Run run)
    {
        var rows =
            (from loads in s_idleLoads
             from with in run.Measurements.Where(m => m.Load == $"{loads}-10000")
             let without = run.Of($"{loads}-0", with.Server)
             where without is not null
             select (with, without)).ToArray();
        if (rows.Length == 0)
            return;
        page.Heading(2, new("64 busy connections among 10,000 idle ones", "64 条繁忙连接，另有 10,000 条空闲连接"));
        page.Add(page.Say(
            "Every round uses new processes. Each idle connection has had one exchange. "
                + "Memory is the growth of the resident memory of the whole process.",
            "每一轮都使用新进程。每条空闲连接都完成过一次往返。内存是整个进程常驻内存的增量。"));
        page.Table(
        [
            page.Say("server", "服务器"), page.Say("requests/s without", "无空闲时请求/秒"), page.Say("with", "有空闲时"), page.Say("lost", "损失"),
            page.Say("bytes per idle connection", "每条空闲连接的字节数"),
        ],
            rows.Select(row => new[]
            {
                page.Say(ServerName.Of(row.with.Server)),
                Page.Number(row.without.Row.RequestsPerSecond, "N0"),
                Page.Number(row.with.Row.RequestsPerSecond, "N0"),
                row.with.Ratio(row.without, round => round.RequestsPerSecond) is { IsSteady: true } kept
                    ? Page.Number(1 - kept.Value, "P1")
                    : page.Say("noisy", "波动大"),
                Page.Number(row.with.MemoryPerIdle?.Value, "N0"),
            }));
    }

    /// <summary>The bytes allocated per request.</summary>
    public static void AppendAllocations(Page page, Run run)
    {
        if (run.Allocations.Count == 0)
            return;
        page.Heading(2, new("Allocated for one request", "每个请求的分配"));
        page.Add(page.Say(
            "On the managed heap, by all code in the server's process, including timers and the date.",
            "托管堆上，服务器进程内的一切都计算在内，包括定时器与日期。"));
        page.Table(
            [page.Say("server", "服务器"), page.Say("load", "负载"), page.Say("bytes", "字节")],
            run.Allocations.Select(a => new[] { a.Server, a.Load, Page.Number(a.BytesPerRequest, "N1") }));
    }

    /// <summary>This repository's clients and wrk on the same servers.</summary>
    public static void AppendCrossChecks(Page page, Run run)
    {
        if (run.CrossChecks.Count == 0)
            return;
        page.Heading(2, new("Our clients and wrk", "我们的客户端与 wrk"));
        page.Add(page.Say(
            "The same server and load, measured in turn. If our figure is lower than that of wrk, our clients may be the bottleneck.",
            "同一服务器、同一负载，轮流测量。若我们的数字低于 wrk，瓶颈可能在客户端而不在服务器。"));
        page.Table(
        [
            page.Say("server", "服务器"), page.Say("load", "负载"),
            page.Say("ours, requests/s", "我们的，请求/秒"),
            page.Say("wrk, requests/s", "wrk，请求/秒"),
            page.Say("ours / wrk", "我们的 / wrk"), page.Say("× MinimalHttpServer by wrk", "× MinimalHttpServer（按 wrk）"),
        ],
            run.CrossChecks.Select(check =>
            {
                var minimal = run.CrossChecks.FirstOrDefault(other => other.Load == check.Load && other.Server == "MinimalHttpServer");
                return new[]
                {
                    page.Say(ServerName.Of(check.Server)), check.Load,
                    Page.Number(check.OurSpeed.Value, "N0"),
                    Page.Number(check.WrkSpeed.Value, "N0"),
                    Ratio(page, check.OurSpeed / check.WrkSpeed), minimal is null ? "–" : Ratio(page, check.WrkSpeed / minimal.WrkSpeed),
                };
            }));
    }

    private static string Ratio(Page page, Figure ratio) => ratio.IsSteady ? Page.Number(ratio.Value, "F2") : page.Say("noisy", "波动大");

    /// <summary>BenchmarkDotNet's results for the parser.</summary>
    public static void AppendParser(Page page, Run run)
    {
        if (run.Parser.Count == 0)
            return;
        page.Heading(2, new("Only the parser", "只测解析器"));
        page.Table(
            [
                page.Say("parser", "解析器"), page.Say("request", "请求"),
                page.Say("ns per head", "每个请求头部（纳秒）"),
                page.Say("bytes allocated", "分配字节数")
            ],
            run.Parser.Select(row =>
                new[] { page.Say(Parser(row.Method)), row.Case, Page.Number(row.Nanoseconds, "F1"), Page.Number(row.Allocated, "N0") }));
    }

    private static LocalizedText Parser(string method) => method switch
    {
        "HandRolled" => new("HandRolledHttp", "HandRolledHttp"),
        "Kestrel" => new("Kestrel's HttpParser", "Kestrel 的 HttpParser"),
        "KestrelKept" => new("Kestrel's HttpParser and its collection of fields", "Kestrel 的 HttpParser 加上它的字段集合"),
        _ => new("as text, split at line ends", "当作文本，按行拆分"),
    };

    /// <summary>The cost of the checks for telemetry.</summary>
    public static void AppendLooks(Page page, Run run)
    {
        if (run.Looks is not { } looks)
            return;
        page.Heading(2, new("Without telemetry", "关闭遥测时"));
        page.Add(page.Say(
            "A request checks three times whether metrics or traces are collected: "
                + $"{Page.Number(looks.Nanoseconds, "F2")} ns in all (BenchmarkDotNet), {Page.Number(looks.Allocated, "N0")} B allocated.",
            $"每个请求检查三次是否在收集指标或追踪：合计 {Page.Number(looks.Nanoseconds, "F2")} 纳秒（BenchmarkDotNet），"
                + $"分配 {Page.Number(looks.Allocated, "N0")} B。"));
    }
}
