using Benchmarks.Results;

namespace Benchmarks.Reporting;

/// <summary>All servers under one load. If the rounds of a row disagree, the row says so and has no ratio.</summary>
internal static class LoadTable
{
    private const string Baseline = "C, epoll (baseline)";
    private static readonly string[] s_frameworks = ["MinimalHttpServer", "Kestrel, connection handler"];

    /// <summary>Appends the table; nothing if the load was not measured.</summary>
    public static void Append(Page page, Run run, Load load)
    {
        var rows = run.Measurements.Where(m => m.Load == load.Id).ToArray();
        if (rows.Length == 0)
            return;
        var framework = s_frameworks.FirstOrDefault(server => run.Of(load.Id, server) is not null);
        page.Heading(3, LoadTitle.Of(load));
        page.Add($"![{page.Say(LoadTitle.Of(load))}](performance/{load.Id}.svg)");
        page.Table(
        [
            page.Say("server", "服务器"), page.Say("requests/s", "请求/秒"), page.Say("spread", "波动"), page.Say("of the baseline", "相对基线"),
            framework is null ? page.Say("of the framework", "相对框架") : $"× {page.Say(ServerName.Of(framework))}",
            "p50 ms", "p99 ms", "CPU µs", page.Say("CPU: baseline / this", "CPU：基线 / 本行"),
            page.Say("switches", "切换"), page.Say("system calls", "系统调用"),
        ],
            rows.Select(m => Cells(page, run, m, framework)));
    }

    private static string[] Cells(Page page, Run run, Measurement one, string? framework) =>
    [
        page.Say(ServerName.Of(one.Server)),
        Page.Number(one.Row.RequestsPerSecond, "N0"),
        one.Rounds.Count == 1
            ? page.Say("one round", "仅一轮")
            : Page.Number(one.Row.Spread, "P0") + (one.Speed.IsSteady ? "" : page.Say(" noisy", " 波动大")),
        Ratio(run.Ratio(one.Load, one.Server, Baseline)),
        Ratio(framework is null ? null : run.Ratio(one.Load, one.Server, framework)),
        Page.Number(one.Row.P50 / 1000, "F2"),
        Page.Number(one.Row.P99 / 1000, "F2"),
        Page.Number(one.Cpu?.Value, "F2"),
        Page.Number(run.Ratio(one.Load, Baseline, one.Server, round => round.ServerCpuMicroseconds)?.Value, "F2"),
        Page.Number(one.Switches?.Value, "F2"),
        Page.Number(one.SystemCalls, "F2"),
    ];

    private static string Ratio(Figure? figure) => Page.Number(figure is { IsSteady: true } steady ? steady.Value : null, "F2");
}
