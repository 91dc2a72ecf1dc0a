using SideBySide.Language;

namespace Benchmarks.Results;

/// <summary>All goals, in the order of the report. Every figure is computed from measurements.</summary>
public static class Goals
{
    private const string Raw = "RawSocketServer", Hand = "HandRolledHttp", Minimal = "MinimalHttpServer", Baseline = "C, epoll (baseline)";

    private static readonly string[] s_messages = ["echo-64-32", "echo-64-1024", "echo-1024-32", "echo-1024-1024"];

    /// <summary>All goals.</summary>
    public static IReadOnlyList<Goal> All { get; } =
    [
        AtLeast(2.0, Hand, Minimal, "get-64"),
        AtLeast(3.0, Hand, Minimal, "pipelined-64"),
        AtLeast(2.0, Hand, Minimal, "post-64"),
        AtLeast(1.2, Hand, "nginx", "get-64"),
        AtLeast(1.2, Hand, "nginx", "post-64"),
        AtLeast(0.85, Hand, Baseline, "get-64"),
        AtLeast(0.65, Hand, Baseline, "pipelined-64"),
        AtLeast(0.85, Hand, Baseline, "post-64"),
        AtLeast(1.3, Hand, Minimal, "tls-get-64"),
        Slowest("get-64"),
        Slowest("pipelined-64"),
        Slowest("post-64"),
        .. s_messages.Select(load => AtLeast(0.95, Raw, Baseline, load)),
        AtLeast(1.0, Raw, Baseline, "echo-1-65536"),
        AtLeast(1.0, Raw, Baseline, "echo-16-65536"),
        AtLeast(1.0, Raw, Baseline, "echo-1-32"),
        .. s_messages.Select(load => AtLeast(1.8, Raw, "Kestrel, connection handler", load)),
        .. s_messages.Select(load => AtLeast(1.8, Raw, "NetCoreServer", load)),
        Allocated(Hand, "get-64"),
        Allocated(Hand, "post-64"),
        Allocated(Raw, "echo-64-1024"),
        PerIdle(Hand, "get-64-idle-10000"),
        PerIdle(Raw, "echo-64-idle-10000"),
        Fall(Hand, "get-64-idle"),
        Fall(Raw, "echo-64-idle"),
        Linear(Hand, "connections"),
        Linear(Raw, "connections"),
        Linear(Hand, "bodies"),
        Linear(Hand, "fields"),
        ParserAhead("small"),
        ParserAhead("browser"),
        new(new("Only the parser: allocated per head", "只测解析器：每个请求头部的分配"), 0, IsAtLeast: false, Unit.Bytes, run =>
            Highest(run.Parser.Where(row => row.Method == "HandRolled").Select(row => row.Allocated))),
        new(new("Unused telemetry: share of a GET's CPU time", "未使用的遥测：占一个 GET 处理器时间的比例"), 0.01, IsAtLeast: false, Unit.Share, run =>
            run.Of("get-64", Hand)?.Cpu is { } cpu && run.Looks is { } looks
                ? cpu with { Value = looks.Nanoseconds / (1000 * cpu.Value) }
                : null),
    ];

    private static LocalizedText Title(string load) => LoadTitle.Of(Suite.Parts.SelectMany(part => part.Loads).Single(l => l.Id == load));

    private static Goal AtLeast(double target, string server, string other, string load) => new(
        new($"{Title(load).En}: {server} / {other}", $"{Title(load).Zh}：{server} / {ServerName.Of(other).Zh}"),
        target, IsAtLeast: true, Unit.Times, run => run.Ratio(load, server, other))
    {
        InProcessorTime = run => run.Ratio(load, other, server, round => round.ServerCpuMicroseconds),
    };

    private static Goal Slowest(string load) => new(
        new($"{Title(load).En}: p99, {Hand} / {Minimal}", $"{Title(load).Zh}：p99，{Hand} / {Minimal}"),
        1.0, IsAtLeast: false, Unit.Times, run => run.Of(load, Hand) is { } hand && run.Of(load, Minimal) is { } minimal
            ? hand.P99 / minimal.P99
            : null);

    // Timers and the date sometimes allocate a little, independent of the load: less than a byte per request counts as zero.
    private static Goal Allocated(string server, string load) => new(
        new($"{Title(load).En}: allocated by {server} for one", $"{Title(load).Zh}：{server} 每次的分配"),
        1, IsAtLeast: false, Unit.Bytes, run =>
            Highest(run.Allocations.Where(a => a.Load == load && a.Server == server).Select(a => (double?)a.BytesPerRequest)));

    private static Goal PerIdle(string server, string load) => new(
        new($"Memory of {server} for an idle connection, of 10,000", $"{server} 每个空闲连接的内存（共 10,000 个）"),
        4096, IsAtLeast: false, Unit.Bytes, run => run.Of(load, server)?.MemoryPerIdle);

    private static Goal Fall(string server, string loads) => new(
        new($"Throughput of {server} lost to 10,000 idle connections", $"10,000 个空闲连接使 {server} 损失的吞吐量"),
        0.05, IsAtLeast: false, Unit.Share, run =>
            run.Of($"{loads}-10000", server) is { } with && run.Of($"{loads}-0", server) is { } without
            && with.Ratio(without, round => round.RequestsPerSecond) is { } kept ? kept with { Value = 1 - kept.Value } : null);

    private static Goal Linear(string server, string part)
    {
        var curve = Suite.Parts.Single(p => p.Id == part);
        return new(
            new($"{curve.Title.En}: largest rise of {server}'s cost per unit", $"{curve.Title.Zh}：{server} 单位开销的最大升幅"),
            Curve.MostRise, IsAtLeast: false, Unit.Times, run =>
                Curve.Points(run, curve, server) is { Count: > 1 } points ? Growth.Of(points, curve.Axis!.IsFree) : null);
    }

    private static Goal ParserAhead(string request) => new(
        new($"Only the parser, {request}: Kestrel's time / ours", $"只测解析器，{request}：Kestrel 的时间 / 我们的时间"),
        1.5, IsAtLeast: true, Unit.Times, run =>
            Find(run, request, "Kestrel") / Find(run, request, "HandRolled") is { } ratio ? new Figure(ratio, true) : null);

    private static double? Find(Run run, string request, string parser) =>
        run.Parser.FirstOrDefault(row => row.Case == request && row.Method == parser)?.Nanoseconds;

    private static Figure? Highest(IEnumerable<double?> values) =>
        values.OfType<double>().ToArray() is { Length: > 0 } known ? new Figure(known.Max(), IsSteady: true) : null;
}
